namespace Weir.Engines.Sql.Functions;

/// <summary>Aggregates. {D} DISTINCT, {O} ORDER BY, {M} what follows the call (FILTER, OVER).</summary>
internal static class AggregateFunctions
{
    public const string Lines = """
        any_value(t) -> t | any_value({D}{0}){M}
        arbitrary(t) -> t | any_value({D}{0}){M}
        approx_distinct(t) -> bigint | approx_count_distinct({0}){M}
        approx_distinct(t, double) -> bigint | approx_count_distinct({0}){M}
        approx_percentile(bigint, double) -> bigint | CAST(approx_quantile({0}, CAST({1} AS FLOAT)){M} AS BIGINT)
        approx_percentile(real, double) -> real | CAST(approx_quantile({0}, CAST({1} AS FLOAT)){M} AS FLOAT)
        approx_percentile(double, double) -> double | approx_quantile({0}, CAST({1} AS FLOAT)){M}
        approx_percentile(bigint, array(double)) -> array(bigint) | CAST(approx_quantile({0}, CAST({1} AS FLOAT[])){M} AS BIGINT[])
        approx_percentile(double, array(double)) -> array(double) | CAST(approx_quantile({0}, CAST({1} AS FLOAT[])){M} AS DOUBLE[])
        approx_most_frequent(bigint, t, bigint) -> map(t, bigint) | {UNSUPPORTED}
        array_agg(t) -> array(t) | list({D}{0}{O}){M}
        avg(bigint) -> double | avg({D}{0}){M}
        avg(double) -> double | avg({D}{0}){M}
        avg(real) -> real | CAST(avg({D}{0}){M} AS FLOAT)
        avg(interval day to second) -> interval day to second | to_microseconds(CAST(round(avg({D}weir_micros({0}) // 1000){M}) AS BIGINT) * 1000)
        avg(interval year to month) -> interval year to month | to_months(CAST(round(avg({D}weir_months({0})){M}) AS INTEGER))
        bitwise_and_agg(bigint) -> bigint | bit_and({D}{0}){M}
        bitwise_or_agg(bigint) -> bigint | bit_or({D}{0}){M}
        bitwise_xor_agg(bigint) -> bigint | bit_xor({D}{0}){M}
        bool_and(boolean) -> boolean | bool_and({D}{0}){M}
        bool_or(boolean) -> boolean | bool_or({D}{0}){M}
        every(boolean) -> boolean | bool_and({D}{0}){M}
        checksum(t) -> varbinary | {UNSUPPORTED}
        corr(double, double) -> double | corr({0}, {1}){M}
        count() -> bigint | count(*){M}
        count(t) -> bigint | count({D}{0}){M}
        count_if(boolean) -> bigint | CAST(count_if({0}){M} AS BIGINT)
        covar_pop(double, double) -> double | covar_pop({0}, {1}){M}
        covar_samp(double, double) -> double | covar_samp({0}, {1}){M}
        entropy(bigint) -> double | {UNSUPPORTED}
        geometric_mean(double) -> double | exp(avg({D}ln({0})){M})
        histogram(t) -> map(t, bigint) | CAST(histogram({D}{0}){M} AS MAP({T0}, BIGINT))
        kurtosis(double) -> double | kurtosis({D}{0}){M}
        listagg(varchar) -> varchar | string_agg({D}{0}, ''{O}){M}
        listagg(varchar, varchar) -> varchar | string_agg({D}{0}, {1}{O}){M}
        map_agg(k, v) -> map(k, v) | weir_map_first(list({'key': {0}, 'value': {1}}){M})
        max(o) -> o | max({D}{0}){M}
        max(o, bigint) -> array(o) | max({0}, {1}){M}
        max_by(v, o) -> v | arg_max_null({0}, {1}){M}
        max_by(v, o, bigint) -> array(v) | arg_max({0}, {1}, {2}){M}
        min(o) -> o | min({D}{0}){M}
        min(o, bigint) -> array(o) | min({0}, {1}){M}
        min_by(v, o) -> v | arg_min_null({0}, {1}){M}
        min_by(v, o, bigint) -> array(v) | arg_min({0}, {1}, {2}){M}
        multimap_agg(k, v) -> map(k, array(v)) | {UNSUPPORTED}
        numeric_histogram(bigint, double) -> map(double, double) | {UNSUPPORTED}
        regr_intercept(double, double) -> double | regr_intercept({0}, {1}){M}
        regr_slope(double, double) -> double | regr_slope({0}, {1}){M}
        set_agg(t) -> array(t) | list(DISTINCT {0}){M}
        skewness(double) -> double | skewness({D}{0}){M}
        stddev(double) -> double | stddev_samp({D}{0}){M}
        stddev_pop(double) -> double | stddev_pop({D}{0}){M}
        stddev_samp(double) -> double | stddev_samp({D}{0}){M}
        sum(bigint) -> bigint | CAST(sum({D}{0}){M} AS BIGINT)
        sum(real) -> real | CAST(sum({D}{0}){M} AS FLOAT)
        sum(double) -> double | sum({D}{0}){M}
        sum(interval day to second) -> interval day to second | to_microseconds(CAST(sum({D}weir_micros({0})){M} AS BIGINT))
        sum(interval year to month) -> interval year to month | to_months(CAST(sum({D}weir_months({0})){M} AS INTEGER))
        variance(double) -> double | var_samp({D}{0}){M}
        var_pop(double) -> double | var_pop({D}{0}){M}
        var_samp(double) -> double | var_samp({D}{0}){M}
        """;
}
