namespace Weir.Kernel.Wire;

/// <summary>A generated record that can be written in any encoding.</summary>
public interface IShape
{
    ShapeSchema Shape { get; }

    /// <summary>Writes the members that are set, in the model's order; not the structure's own begin and end.</summary>
    void Write(ShapeWriter writer);
}

/// <summary>A generated record that can be read from any encoding.</summary>
public interface IShape<TSelf> : IShape
    where TSelf : IShape<TSelf>
{
    static abstract ShapeSchema Schema { get; }

    /// <summary>Reads a whole structure. Missing required members are reported to the reader, which fails at the end.</summary>
    static abstract TSelf Read(ShapeReader reader);
}
