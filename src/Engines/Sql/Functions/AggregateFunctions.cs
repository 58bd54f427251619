namespace Weir.Engines.Sql.Functions;

/// <summary>Aggregates. {D} DISTINCT, {O} ORDER BY, {M} what follows the call (FILTER, OVER).</summary>
/// <remarks>The greatest floating number is the least of the negated ones: to DuckDB NaN is the greatest of all, to Trino only where there is no number. Where DuckDB
/// refuses a moment that is no number, the answer is NaN (or NULL) beside it.</remarks>
internal static class AggregateFunctions
{
    public const string Lines = """
        # Aggregate
        any_value(t) -> t | any_value({D}{0}{O}){M}
        approx_distinct(t) -> bigint | weir_approx_distinct(CASE WHEN {0} IS NOT NULL THEN hash({0}) END){M}
        approx_distinct(t, double) -> bigint | weir_approx_distinct(CASE WHEN {0} IS NOT NULL AND weir_max_error({1}) THEN hash({0}) END){M}
        approx_most_frequent(bigint, bigint, bigint) -> map(bigint, bigint) | weir_frequent_numbers({D}{0}, {1}, {2}){M}
        approx_most_frequent(bigint, varchar, bigint) -> map(varchar, bigint) | weir_frequent_texts({D}{0}, {1}, {2}){M}
        approx_percentile(bigint, double) -> bigint | weir_whole(weir_tdigest_values(weir_tdigest({D}CAST({0} AS DOUBLE), 1.0){M}, [CAST(any_value({1}){M} AS DOUBLE)])[1])
        approx_percentile(real, double) -> real | CAST(weir_tdigest_values(weir_tdigest({D}CAST({0} AS DOUBLE), 1.0){M}, [CAST(any_value({1}){M} AS DOUBLE)])[1] AS FLOAT)
        approx_percentile(double, double) -> double | weir_tdigest_values(weir_tdigest({D}{0}, 1.0){M}, [CAST(any_value({1}){M} AS DOUBLE)])[1]
        approx_percentile(bigint, double, double) -> bigint | weir_whole(weir_tdigest_values(weir_tdigest({D}CAST({0} AS DOUBLE), {1}){M}, [CAST(any_value({2}){M} AS DOUBLE)])[1])
        approx_percentile(real, double, double) -> real | CAST(weir_tdigest_values(weir_tdigest({D}CAST({0} AS DOUBLE), {1}){M}, [CAST(any_value({2}){M} AS DOUBLE)])[1] AS FLOAT)
        approx_percentile(double, double, double) -> double | weir_tdigest_values(weir_tdigest({D}{0}, {1}){M}, [CAST(any_value({2}){M} AS DOUBLE)])[1]
        approx_percentile(bigint, double, double, double) -> bigint | CAST(weir_qdigest_values(weir_qdigest({D}CAST({0} AS DOUBLE), {1}, {3}){M}, [CAST(any_value({2}){M} AS DOUBLE)])[1] AS BIGINT)
        approx_percentile(real, double, double, double) -> real | CAST(weir_qdigest_values(weir_qdigest({D}CAST({0} AS DOUBLE), {1}, {3}){M}, [CAST(any_value({2}){M} AS DOUBLE)])[1] AS FLOAT)
        approx_percentile(double, double, double, double) -> double | weir_qdigest_values(weir_qdigest({D}{0}, {1}, {3}){M}, [CAST(any_value({2}){M} AS DOUBLE)])[1]
        approx_percentile(bigint, array(double)) -> array(bigint) | list_transform(weir_tdigest_values(weir_tdigest({D}CAST({0} AS DOUBLE), 1.0){M}, any_value({1}){M}), lambda x: weir_whole(x))
        approx_percentile(real, array(double)) -> array(real) | CAST(weir_tdigest_values(weir_tdigest({D}CAST({0} AS DOUBLE), 1.0){M}, any_value({1}){M}) AS FLOAT[])
        approx_percentile(double, array(double)) -> array(double) | weir_tdigest_values(weir_tdigest({D}{0}, 1.0){M}, any_value({1}){M})
        approx_percentile(bigint, double, array(double)) -> array(bigint) | list_transform(weir_tdigest_values(weir_tdigest({D}CAST({0} AS DOUBLE), {1}){M}, any_value({2}){M}), lambda x: weir_whole(x))
        approx_percentile(real, double, array(double)) -> array(real) | CAST(weir_tdigest_values(weir_tdigest({D}CAST({0} AS DOUBLE), {1}){M}, any_value({2}){M}) AS FLOAT[])
        approx_percentile(double, double, array(double)) -> array(double) | weir_tdigest_values(weir_tdigest({D}{0}, {1}){M}, any_value({2}){M})
        arbitrary(t) -> t | any_value({D}{0}{O}){M}
        array_agg(t) -> array(t) | list({D}{0}{O}){M}
        avg(bigint) -> double | avg({D}{0}){M}
        avg(double) -> double | avg({D}{0}){M}
        avg(decimal(p,s)) -> decimal(p,s) | {SPECIAL}
        avg(real) -> real | CAST(avg({D}{0}){M} AS FLOAT)
        avg(interval day to second) -> interval day to second | to_microseconds(CAST(round(avg({D}weir_micros({0})){M} / 1000) * 1000 AS BIGINT))
        avg(interval year to month) -> interval year to month | to_months(CAST(round(avg({D}weir_months({0})){M}) AS INTEGER))
        bitwise_and_agg(bigint) -> bigint | bit_and({D}{0}){M}
        bitwise_or_agg(bigint) -> bigint | bit_or({D}{0}){M}
        bitwise_xor_agg(bigint) -> bigint | bit_xor({D}{0}){M}
        bool_and(boolean) -> boolean | bool_and({D}{0}){M}
        bool_or(boolean) -> boolean | bool_or({D}{0}){M}
        checksum(t) -> varbinary | weir_checksum_bytes(weir_checksum({D}weir_hash({0})){M})
        corr(real, real) -> real | CAST(weir_measured(weir_or(bool_or(CAST(isfinite(CAST({0} AS DOUBLE)) AS TINYINT) * CAST(isfinite(CAST({1} AS DOUBLE)) AS TINYINT) = 0){M}, NULL, corr({D}weir_measured(CAST({0} AS DOUBLE)), weir_measured(CAST({1} AS DOUBLE))){M})) AS FLOAT)
        corr(double, double) -> double | weir_measured(weir_or(bool_or(CAST(isfinite({0}) AS TINYINT) * CAST(isfinite({1}) AS TINYINT) = 0){M}, NULL, corr({D}weir_measured({0}), weir_measured({1})){M}))
        count() -> bigint | count(*){M}
        count(t) -> bigint | count({D}{0}){M}
        count_if(boolean) -> bigint | coalesce(CAST(count_if({D}{0}){M} AS BIGINT), 0)
        covar_pop(real, real) -> real | CAST(weir_or(bool_or(CAST(isfinite(CAST({0} AS DOUBLE)) AS TINYINT) * CAST(isfinite(CAST({1} AS DOUBLE)) AS TINYINT) = 0){M}, CAST('NaN' AS DOUBLE), covar_pop({D}weir_measured(CAST({0} AS DOUBLE)), weir_measured(CAST({1} AS DOUBLE))){M}) AS FLOAT)
        covar_pop(double, double) -> double | weir_or(bool_or(CAST(isfinite({0}) AS TINYINT) * CAST(isfinite({1}) AS TINYINT) = 0){M}, CAST('NaN' AS DOUBLE), covar_pop({D}weir_measured({0}), weir_measured({1})){M})
        covar_samp(real, real) -> real | CAST(weir_or(bool_or(CAST(isfinite(CAST({0} AS DOUBLE)) AS TINYINT) * CAST(isfinite(CAST({1} AS DOUBLE)) AS TINYINT) = 0){M}, CASE WHEN count({0} + {1}){M} > 1 THEN CAST('NaN' AS DOUBLE) END, covar_samp({D}weir_measured(CAST({0} AS DOUBLE)), weir_measured(CAST({1} AS DOUBLE))){M}) AS FLOAT)
        covar_samp(double, double) -> double | weir_or(bool_or(CAST(isfinite({0}) AS TINYINT) * CAST(isfinite({1}) AS TINYINT) = 0){M}, CASE WHEN count({0} + {1}){M} > 1 THEN CAST('NaN' AS DOUBLE) END, covar_samp({D}weir_measured({0}), weir_measured({1})){M})
        entropy(double) -> double | weir_entropy({D}{0}){M}
        every(boolean) -> boolean | bool_and({D}{0}){M}
        geometric_mean(bigint) -> double | exp(avg({D}weir_ln(CAST({0} AS DOUBLE))){M})
        geometric_mean(real) -> real | CAST(exp(avg({D}weir_ln(CAST({0} AS DOUBLE))){M}) AS FLOAT)
        geometric_mean(double) -> double | exp(avg({D}weir_ln({0})){M})
        histogram(t) -> map(t, bigint) | weir_histogram(list({D}{0}){M})
        kurtosis(double) -> double | weir_kurtosis({D}{0}){M}
        listagg(varchar) -> varchar | weir_listagg(list({D}{0}{O}){M}, '', NULL, false)
        listagg(varchar, varchar) -> varchar | weir_listagg(list({D}{0}{O}){M}, {1}, NULL, false)
        map_agg(k, v) -> map(k, v) | weir_first_entries(weir_some(weir_keyed(list({'key': {0}, 'value': {1}}{O}){M})))
        map_union(map(k, v)) -> map(k, v) | weir_map_first(flatten(list_transform(weir_some(list_filter(list({0}{O}){M}, lambda m: m IS NOT NULL)), lambda m: map_entries(m))))
        max(real) -> real | (-min({D}-({0})){M})
        max(double) -> double | (-min({D}-({0})){M})
        max(o) -> o | max({D}{0}){M}
        max(real, bigint) -> array(real) | list_transform(min({D}-(CASE WHEN {1} IS NOT NULL THEN {0} END), weir_top({1}, 'second argument of max_n/min_n must be', 'positive')){M}, lambda e: -e)
        max(double, bigint) -> array(double) | list_transform(min({D}-(CASE WHEN {1} IS NOT NULL THEN {0} END), weir_top({1}, 'second argument of max_n/min_n must be', 'positive')){M}, lambda e: -e)
        max(o, bigint) -> array(o) | max({D}CASE WHEN {1} IS NOT NULL THEN {0} END, weir_top({1}, 'second argument of max_n/min_n must be', 'positive')){M}
        max_by(v, real) -> v | arg_min_null({D}{0}, -({1})){M}
        max_by(v, double) -> v | arg_min_null({D}{0}, -({1})){M}
        max_by(v, o) -> v | arg_max_null({D}{0}, {1}){M}
        max_by(v, real, bigint) -> array(v) | list_transform(arg_min({D}{'v': {0}}, -(CASE WHEN {2} IS NOT NULL THEN {1} END), weir_top({2}, 'third argument of max_by/min_by must be', 'a positive integer')){M}, lambda e: e.v)
        max_by(v, double, bigint) -> array(v) | list_transform(arg_min({D}{'v': {0}}, -(CASE WHEN {2} IS NOT NULL THEN {1} END), weir_top({2}, 'third argument of max_by/min_by must be', 'a positive integer')){M}, lambda e: e.v)
        max_by(v, o, bigint) -> array(v) | list_transform(arg_max({D}{'v': {0}}, CASE WHEN {2} IS NOT NULL THEN {1} END, weir_top({2}, 'third argument of max_by/min_by must be', 'a positive integer')){M}, lambda e: e.v)
        min(o) -> o | min({D}{0}){M}
        min(o, bigint) -> array(o) | min({D}CASE WHEN {1} IS NOT NULL THEN {0} END, weir_top({1}, 'second argument of max_n/min_n must be', 'positive')){M}
        min_by(v, o) -> v | arg_min_null({D}{0}, {1}){M}
        min_by(v, o, bigint) -> array(v) | list_transform(arg_min({D}{'v': {0}}, CASE WHEN {2} IS NOT NULL THEN {1} END, weir_top({2}, 'third argument of max_by/min_by must be', 'a positive integer')){M}, lambda e: e.v)
        multimap_agg(k, v) -> map(k, array(v)) | weir_multimap(list({D}{'key': {0}, 'value': {1}}{O}){M})
        numeric_histogram(bigint, double) -> map(double, double) | weir_numeric_histogram({D}{0}, {1}, 1.0){M}
        numeric_histogram(bigint, double, double) -> map(double, double) | weir_numeric_histogram({D}{0}, {1}, {2}){M}
        numeric_histogram(bigint, real) -> map(real, real) | CAST(weir_numeric_histogram({D}{0}, CAST({1} AS DOUBLE), 1.0){M} AS MAP(FLOAT, FLOAT))
        numeric_histogram(bigint, real, double) -> map(real, real) | CAST(weir_numeric_histogram({D}{0}, CAST({1} AS DOUBLE), {2}){M} AS MAP(FLOAT, FLOAT))
        reduce_agg(t, s, function(s, t, s), function(s, s, s)) -> s | struct_extract(list_reduce(list_transform(list_filter(list({D}{0}{O}){M}, lambda e: e IS NOT NULL), lambda e: {'s': CAST(NULL AS {T1}), 'e': e}), {2}, {'s': any_value({1}){M}, 'e': CAST(NULL AS {T0})}), 's')
        regr_intercept(real, real) -> real | CAST(weir_measured(weir_or(bool_or(CAST(isfinite(CAST({0} AS DOUBLE)) AS TINYINT) * CAST(isfinite(CAST({1} AS DOUBLE)) AS TINYINT) = 0){M}, NULL, regr_intercept({D}weir_measured(CAST({0} AS DOUBLE)), weir_measured(CAST({1} AS DOUBLE))){M})) AS FLOAT)
        regr_intercept(double, double) -> double | weir_measured(weir_or(bool_or(CAST(isfinite({0}) AS TINYINT) * CAST(isfinite({1}) AS TINYINT) = 0){M}, NULL, regr_intercept({D}weir_measured({0}), weir_measured({1})){M}))
        regr_slope(real, real) -> real | CAST(weir_measured(weir_or(bool_or(CAST(isfinite(CAST({0} AS DOUBLE)) AS TINYINT) * CAST(isfinite(CAST({1} AS DOUBLE)) AS TINYINT) = 0){M}, NULL, regr_slope({D}weir_measured(CAST({0} AS DOUBLE)), weir_measured(CAST({1} AS DOUBLE))){M})) AS FLOAT)
        regr_slope(double, double) -> double | weir_measured(weir_or(bool_or(CAST(isfinite({0}) AS TINYINT) * CAST(isfinite({1}) AS TINYINT) = 0){M}, NULL, regr_slope({D}weir_measured({0}), weir_measured({1})){M}))
        set_agg(t) -> array(t) | weir_distinct(list({0}{O}){M})
        set_union(array(t)) -> array(t) | weir_distinct(flatten(list({0}{O}){M}))
        skewness(double) -> double | weir_skewness({D}{0}){M}
        stddev(bigint) -> double | stddev_samp({D}CAST({0} AS DOUBLE)){M}
        stddev(double) -> double | (CASE WHEN bool_or(NOT isfinite({0})){M} THEN CASE WHEN count({0}){M} > 1 THEN CAST('NaN' AS DOUBLE) END ELSE stddev_samp({D}CASE WHEN isfinite({0}) THEN {0} END){M} END)
        stddev_pop(bigint) -> double | stddev_pop({D}CAST({0} AS DOUBLE)){M}
        stddev_pop(double) -> double | (CASE WHEN bool_or(NOT isfinite({0})){M} THEN CASE WHEN count({0}){M} > 0 THEN CAST('NaN' AS DOUBLE) END ELSE stddev_pop({D}CASE WHEN isfinite({0}) THEN {0} END){M} END)
        stddev_samp(bigint) -> double | stddev_samp({D}CAST({0} AS DOUBLE)){M}
        stddev_samp(double) -> double | (CASE WHEN bool_or(NOT isfinite({0})){M} THEN CASE WHEN count({0}){M} > 1 THEN CAST('NaN' AS DOUBLE) END ELSE stddev_samp({D}CASE WHEN isfinite({0}) THEN {0} END){M} END)
        sum(bigint) -> bigint | CAST(sum({D}{0}){M} AS BIGINT)
        sum(real) -> real | CAST(sum({D}{0}){M} AS FLOAT)
        sum(double) -> double | sum({D}{0}){M}
        sum(decimal(p,s)) -> decimal(38,s) | {SPECIAL}
        sum(interval day to second) -> interval day to second | to_microseconds(CAST(sum({D}weir_micros({0})){M} AS BIGINT))
        sum(interval year to month) -> interval year to month | to_months(CAST(sum({D}weir_months({0})){M} AS INTEGER))
        variance(bigint) -> double | var_samp({D}CAST({0} AS DOUBLE)){M}
        variance(double) -> double | (CASE WHEN bool_or(NOT isfinite({0})){M} THEN CASE WHEN count({0}){M} > 1 THEN CAST('NaN' AS DOUBLE) END ELSE var_samp({D}CASE WHEN isfinite({0}) THEN {0} END){M} END)
        var_pop(bigint) -> double | var_pop({D}CAST({0} AS DOUBLE)){M}
        var_pop(double) -> double | (CASE WHEN bool_or(NOT isfinite({0})){M} THEN CASE WHEN count({0}){M} > 0 THEN CAST('NaN' AS DOUBLE) END ELSE var_pop({D}CASE WHEN isfinite({0}) THEN {0} END){M} END)
        var_samp(bigint) -> double | var_samp({D}CAST({0} AS DOUBLE)){M}
        var_samp(double) -> double | (CASE WHEN bool_or(NOT isfinite({0})){M} THEN CASE WHEN count({0}){M} > 1 THEN CAST('NaN' AS DOUBLE) END ELSE var_samp({D}CASE WHEN isfinite({0}) THEN {0} END){M} END)
        # Machine learning
        learn_classifier(bigint, map(bigint, double)) -> classifier | {UNSUPPORTED}
        learn_libsvm_classifier(bigint, map(bigint, double), varchar) -> classifier | {UNSUPPORTED}
        learn_libsvm_regressor(bigint, map(bigint, double), varchar) -> regressor | {UNSUPPORTED}
        learn_regressor(double, map(bigint, double)) -> regressor | {UNSUPPORTED}
        """;
}
