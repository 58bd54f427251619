namespace Weir.Engines.Sql.Runtime;

/// <summary>Normal, beta and t distributions to double precision.</summary>
internal static class Distributions
{
    private const double Tiny = 1e-300;
    private const double Precision = 1e-16;

    public static double NormalCdf(double mean, double deviation, double value) =>
        0.5 * Erfc(-(value - mean) / (deviation * Math.Sqrt(2)));

    /// <summary>Bisection on the cdf, then Newton's steps until nothing changes.</summary>
    public static double InverseNormal(double mean, double deviation, double probability)
    {
        var (low, high) = (-40.0, 40.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = NormalCdf(0, 1, middle) < probability ? (middle, high) : (low, middle);
        }

        var x = (low + high) / 2;
        for (var i = 0; i < 4; i++)
        {
            var density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
            var step = density > Tiny ? (NormalCdf(0, 1, x) - probability) / density : 0;
            x -= double.IsFinite(step) ? step : 0;
        }

        return probability == 0.5 ? mean : mean + (deviation * x);
    }

    public static double BetaCdf(double a, double b, double x)
    {
        if (x <= 0)
        {
            return 0;
        }

        if (x >= 1)
        {
            return 1;
        }

        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x)));
        return x < (a + 1) / (a + b + 2)
            ? front * BetaFraction(a, b, x) / a
            : 1 - (front * BetaFraction(b, a, 1 - x) / b);
    }

    public static double InverseBeta(double a, double b, double probability)
    {
        if (probability is 0 or 1)
        {
            return probability;
        }

        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 200 && high - low > Precision * Math.Abs(low + high) / 2; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = BetaCdf(a, b, middle) < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    public static double TCdf(double x, double degrees)
    {
        if (x == 0)
        {
            return 0.5;
        }

        var tail = 0.5 * BetaCdf(0.5 * degrees, 0.5, degrees / (degrees + (x * x)));
        return x < 0 ? tail : 1 - tail;
    }

    public static double TPdf(double x, double degrees) => Math.Exp(
        LogGamma((degrees + 1) / 2) - LogGamma(degrees / 2) - (0.5 * Math.Log(degrees * Math.PI)) - ((degrees + 1) / 2 * Math.Log(1 + (x * x / degrees))));

    /// <summary>The complement of the error function: a series near zero, a continued fraction far out.</summary>
    private static double Erfc(double x)
    {
        var magnitude = Math.Abs(x);
        if (magnitude < 2.5)
        {
            var (sum, term) = (magnitude, magnitude);
            for (var n = 1; n < 200 && Math.Abs(term) > Precision * Math.Abs(sum); n++)
            {
                term *= 2 * magnitude * magnitude / ((2 * n) + 1);
                sum += term;
            }

            var erf = 2 / Math.Sqrt(Math.PI) * sum * Math.Exp(-magnitude * magnitude);
            return x < 0 ? 1 + erf : 1 - erf;
        }

        var fraction = 0.0;
        for (var n = 80; n > 0; n--)
        {
            fraction = n / 2.0 / (magnitude + fraction);
        }

        var tail = Math.Exp(-magnitude * magnitude) / Math.Sqrt(Math.PI) / (magnitude + fraction);
        return x < 0 ? 2 - tail : tail;
    }

    private static double LogGamma(double x)
    {
        // Lanczos with g = 607/128 and 15 terms.
        var terms = (ReadOnlySpan<double>)
        [
            0.99999999999999709182, 57.156235665862923517, -59.597960355475491248, 14.136097974741747174, -0.49191381609762019978,
            .33994649984811888699e-4, .46523628927048575665e-4, -.98374475304879564677e-4, .15808870322491248884e-3, -.21026444172410488319e-3,
            .21743961811521264320e-3, -.16431810653676389022e-3, .84418223983852743293e-4, -.26190838401581408670e-4, .36899182659531622704e-5,
        ];
        var sum = terms[0];
        for (var i = 1; i < terms.Length; i++)
        {
            sum += terms[i] / (x + i);
        }

        var t = x + (607.0 / 128) + 0.5;
        return ((x + 0.5) * Math.Log(t)) - t + Math.Log(Math.Sqrt(2 * Math.PI) * sum / x);
    }

    private static double BetaFraction(double a, double b, double x)
    {
        var (c, d) = (1.0, 1 - ((a + b) * x / (a + 1)));
        d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
        var value = d;
        for (var m = 1; m < 10_000; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            (c, d, value) = Step(even, c, d, value);
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            var before = value;
            (c, d, value) = Step(odd, c, d, value);
            if (Math.Abs((value / before) - 1) < Precision)
            {
                break;
            }
        }

        return value;

        static (double C, double D, double Value) Step(double part, double c, double d, double value)
        {
            d = 1 + (part * d);
            d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
            c = 1 + (part / c);
            c = Math.Abs(c) < Tiny ? Tiny : c;
            return (c, d, value * d * c);
        }
    }
}
