namespace Weir.Engines.Sql.Functions;

/// <summary>Sketches: HyperLogLog, quantile digests, t-digests, set digests.</summary>
internal static class SketchFunctions
{
    public const string Lines = """
        # HyperLogLog
        cardinality(hyperloglog) -> bigint | weir_hll_cardinality({0})
        empty_approx_set() -> hyperloglog | weir_hll_empty()
        # Quantile digest
        quantile_at_value(qdigest(bigint), bigint) -> double | weir_qdigest_quantile({0}, CAST({1} AS DOUBLE))
        quantile_at_value(qdigest(real), real) -> double | weir_qdigest_quantile({0}, CAST({1} AS DOUBLE))
        quantile_at_value(qdigest(double), double) -> double | weir_qdigest_quantile({0}, {1})
        value_at_quantile(qdigest(bigint), double) -> bigint | CAST(weir_qdigest_values({0}, [{1}])[1] AS BIGINT)
        value_at_quantile(qdigest(real), double) -> real | CAST(weir_qdigest_values({0}, [{1}])[1] AS FLOAT)
        value_at_quantile(qdigest(double), double) -> double | weir_qdigest_values({0}, [{1}])[1]
        values_at_quantiles(qdigest(bigint), array(double)) -> array(bigint) | CAST(weir_qdigest_values({0}, {1}) AS BIGINT[])
        values_at_quantiles(qdigest(real), array(double)) -> array(real) | CAST(weir_qdigest_values({0}, {1}) AS FLOAT[])
        values_at_quantiles(qdigest(double), array(double)) -> array(double) | weir_qdigest_values({0}, {1})
        # Set Digest
        cardinality(setdigest) -> bigint | weir_setdigest_cardinality({0})
        hash_counts(setdigest) -> map(bigint, smallint) | weir_setdigest_counts({0})
        intersection_cardinality(setdigest, setdigest) -> bigint | weir_setdigest_intersection({0}, {1})
        jaccard_index(setdigest, setdigest) -> double | weir_setdigest_jaccard({0}, {1})
        # T-Digest
        value_at_quantile(tdigest, double) -> double | weir_tdigest_values({0}, [{1}])[1]
        values_at_quantiles(tdigest, array(double)) -> array(double) | weir_tdigest_values({0}, {1})
        """;

    public const string Aggregates = """
        # HyperLogLog
        approx_set(t) -> hyperloglog | weir_hll(CASE WHEN {0} IS NOT NULL THEN hash({0}) END){M}
        merge(hyperloglog) -> hyperloglog | weir_hll_merge({0}){M}
        # Quantile digest
        merge(qdigest(t)) -> qdigest(t) | weir_qdigest_merge({0}){M}
        qdigest_agg(bigint) -> qdigest(bigint) | weir_qdigest(CAST({0} AS DOUBLE), 1.0, 0.01){M}
        qdigest_agg(real) -> qdigest(real) | weir_qdigest(CAST({0} AS DOUBLE), 1.0, 0.01){M}
        qdigest_agg(double) -> qdigest(double) | weir_qdigest({0}, 1.0, 0.01){M}
        qdigest_agg(bigint, bigint) -> qdigest(bigint) | weir_qdigest(CAST({0} AS DOUBLE), CAST({1} AS DOUBLE), 0.01){M}
        qdigest_agg(real, bigint) -> qdigest(real) | weir_qdigest(CAST({0} AS DOUBLE), CAST({1} AS DOUBLE), 0.01){M}
        qdigest_agg(double, bigint) -> qdigest(double) | weir_qdigest({0}, CAST({1} AS DOUBLE), 0.01){M}
        qdigest_agg(bigint, bigint, double) -> qdigest(bigint) | weir_qdigest(CAST({0} AS DOUBLE), CAST({1} AS DOUBLE), {2}){M}
        qdigest_agg(real, bigint, double) -> qdigest(real) | weir_qdigest(CAST({0} AS DOUBLE), CAST({1} AS DOUBLE), {2}){M}
        qdigest_agg(double, bigint, double) -> qdigest(double) | weir_qdigest({0}, CAST({1} AS DOUBLE), {2}){M}
        # Set Digest
        make_set_digest(t) -> setdigest | weir_setdigest(weir_murmur_bits({0})){M}
        merge_set_digest(setdigest) -> setdigest | weir_setdigest_merge({0}){M}
        # T-Digest
        merge(tdigest) -> tdigest | weir_tdigest_merge({0}){M}
        tdigest_agg(double) -> tdigest | weir_tdigest({0}, 1.0){M}
        tdigest_agg(double, double) -> tdigest | weir_tdigest({0}, {1}){M}
        """;
}
