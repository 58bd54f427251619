namespace Weir.Engines.Sql.Functions;

/// <summary>Dates and times. A timestamp with time zone reaches most functions as its local time.</summary>
internal static class DateFunctions
{
    public const string Lines = """
        # Date and time
        at_timezone(timestamp with time zone, varchar) -> timestamp with time zone | {SPECIAL}
        at_timezone(time with time zone, varchar) -> time with time zone | {SPECIAL}
        current_date() -> date | {SPECIAL}
        current_time() -> time with time zone | {SPECIAL}
        current_timestamp() -> timestamp(3) with time zone | {SPECIAL}
        current_timezone() -> varchar | {ZONE}
        date(varchar) -> date | weir_to_date({0})
        date(timestamp) -> date | CAST({0} AS DATE)
        date(timestamp with time zone) -> date | CAST(weir_local({0}) AS DATE)
        date_add(varchar, bigint, date) -> date | {SPECIAL}
        date_add(varchar, bigint, time) -> time | {SPECIAL}
        date_add(varchar, bigint, time with time zone) -> time with time zone | {SPECIAL}
        date_add(varchar, bigint, timestamp) -> timestamp | {SPECIAL}
        date_add(varchar, bigint, timestamp with time zone) -> timestamp with time zone | {SPECIAL}
        date_diff(varchar, date, date) -> bigint | {SPECIAL}
        date_diff(varchar, time, time) -> bigint | {SPECIAL}
        date_diff(varchar, time with time zone, time with time zone) -> bigint | {SPECIAL}
        date_diff(varchar, timestamp, timestamp) -> bigint | {SPECIAL}
        date_diff(varchar, timestamp with time zone, timestamp with time zone) -> bigint | {SPECIAL}
        date_format(timestamp, varchar) -> varchar | {SPECIAL}
        date_format(timestamp with time zone, varchar) -> varchar | {SPECIAL}
        date_parse(varchar, varchar) -> timestamp(3) | {SPECIAL}
        date_trunc(varchar, date) -> date | {SPECIAL}
        date_trunc(varchar, time) -> time | {SPECIAL}
        date_trunc(varchar, time with time zone) -> time with time zone | {SPECIAL}
        date_trunc(varchar, timestamp) -> timestamp | {SPECIAL}
        date_trunc(varchar, timestamp with time zone) -> timestamp with time zone | {SPECIAL}
        day(date) -> bigint | day({0})
        day(timestamp) -> bigint | day({0})
        day(timestamp with time zone) -> bigint | day(weir_local({0}))
        day(interval day to second) -> bigint | (weir_micros({0}) // 86400000000)
        day_of_month(date) -> bigint | day({0})
        day_of_month(timestamp) -> bigint | day({0})
        day_of_month(timestamp with time zone) -> bigint | day(weir_local({0}))
        day_of_week(date) -> bigint | isodow({0})
        day_of_week(timestamp) -> bigint | isodow({0})
        day_of_week(timestamp with time zone) -> bigint | isodow(weir_local({0}))
        day_of_year(date) -> bigint | dayofyear({0})
        day_of_year(timestamp) -> bigint | dayofyear({0})
        day_of_year(timestamp with time zone) -> bigint | dayofyear(weir_local({0}))
        dow(date) -> bigint | isodow({0})
        dow(timestamp) -> bigint | isodow({0})
        dow(timestamp with time zone) -> bigint | isodow(weir_local({0}))
        doy(date) -> bigint | dayofyear({0})
        doy(timestamp) -> bigint | dayofyear({0})
        doy(timestamp with time zone) -> bigint | dayofyear(weir_local({0}))
        extract(field FROM t) -> bigint | {SPECIAL}
        format_datetime(timestamp, varchar) -> varchar | {SPECIAL}
        format_datetime(timestamp with time zone, varchar) -> varchar | {SPECIAL}
        from_iso8601_date(varchar) -> date | (DATE '1970-01-01' + CAST(weir_iso_date({0}) AS INTEGER))
        from_iso8601_timestamp(varchar) -> timestamp(3) with time zone | weir_parsed(weir_iso_timestamp({0}), {ZONE})
        from_iso8601_timestamp_nanos(varchar) -> timestamp(9) with time zone | weir_fine_parsed(weir_iso_nanos({0}), {ZONE})
        from_unixtime(double) -> timestamp(3) with time zone | weir_from_seconds({0}, {ZONE})
        from_unixtime(double, varchar) -> timestamp(3) with time zone | weir_from_seconds({0}, weir_check_zone({1}))
        from_unixtime(double, bigint, bigint) -> timestamp(3) with time zone | weir_from_seconds({0}, weir_zone_of({1}, {2}))
        from_unixtime_nanos(bigint) -> timestamp(9) with time zone | weir_instant(CAST({0} AS HUGEINT) * 1000, {ZONE})
        hour(timestamp) -> bigint | hour({0})
        hour(time) -> bigint | hour({0})
        hour(timestamp with time zone) -> bigint | hour(weir_local({0}))
        hour(time with time zone) -> bigint | hour(weir_clock_time({0}))
        hour(interval day to second) -> bigint | (weir_micros({0}) // 3600000000 % 24)
        human_readable_seconds(double) -> varchar | weir_human_seconds({0})
        last_day_of_month(date) -> date | last_day({0})
        last_day_of_month(timestamp) -> date | last_day({0})
        last_day_of_month(timestamp with time zone) -> date | last_day(weir_local({0}))
        localtime() -> time | {SPECIAL}
        localtimestamp() -> timestamp(3) | {SPECIAL}
        millisecond(timestamp) -> bigint | (millisecond({0}) % 1000)
        millisecond(time) -> bigint | (millisecond({0}) % 1000)
        millisecond(timestamp with time zone) -> bigint | (millisecond(weir_local({0})) % 1000)
        millisecond(time with time zone) -> bigint | (millisecond(weir_clock_time({0})) % 1000)
        millisecond(interval day to second) -> bigint | (weir_micros({0}) // 1000 % 1000)
        minute(timestamp) -> bigint | minute({0})
        minute(time) -> bigint | minute({0})
        minute(timestamp with time zone) -> bigint | minute(weir_local({0}))
        minute(time with time zone) -> bigint | minute(weir_clock_time({0}))
        minute(interval day to second) -> bigint | (weir_micros({0}) // 60000000 % 60)
        month(date) -> bigint | month({0})
        month(timestamp) -> bigint | month({0})
        month(timestamp with time zone) -> bigint | month(weir_local({0}))
        month(interval year to month) -> bigint | (weir_months({0}) % 12)
        now() -> timestamp(3) with time zone | {NOW}
        parse_datetime(varchar, varchar) -> timestamp(3) with time zone | weir_parsed(weir_parse_datetime({0}, {1}), {ZONE})
        parse_duration(varchar) -> interval day to second | to_microseconds(weir_parse_duration({0}) * 1000)
        quarter(date) -> bigint | quarter({0})
        quarter(timestamp) -> bigint | quarter({0})
        quarter(timestamp with time zone) -> bigint | quarter(weir_local({0}))
        second(timestamp) -> bigint | second({0})
        second(time) -> bigint | second({0})
        second(timestamp with time zone) -> bigint | second(weir_local({0}))
        second(time with time zone) -> bigint | second(weir_clock_time({0}))
        second(interval day to second) -> bigint | (weir_micros({0}) // 1000000 % 60)
        timezone(timestamp with time zone) -> varchar | struct_extract({0}, 'z')
        timezone(time with time zone) -> varchar | weir_minutes_text(struct_extract({0}, 'z'))
        timezone_hour(time with time zone) -> bigint | CAST(struct_extract({0}, 'z') // 60 AS BIGINT)
        timezone_hour(timestamp with time zone) -> bigint | CAST(trunc(weir_offset({0}) / 3600) AS BIGINT)
        timezone_minute(time with time zone) -> bigint | CAST(struct_extract({0}, 'z') % 60 AS BIGINT)
        timezone_minute(timestamp with time zone) -> bigint | CAST(trunc(weir_offset({0}) / 60) % 60 AS BIGINT)
        to_iso8601(date) -> varchar | {SPECIAL}
        to_iso8601(timestamp) -> varchar | {SPECIAL}
        to_iso8601(timestamp with time zone) -> varchar | {SPECIAL}
        to_milliseconds(interval day to second) -> bigint | (weir_micros({0}) // 1000)
        to_unixtime(timestamp) -> double | {SPECIAL}
        to_unixtime(timestamp with time zone) -> double | {SPECIAL}
        week(date) -> bigint | week({0})
        week(timestamp) -> bigint | week({0})
        week(timestamp with time zone) -> bigint | week(weir_local({0}))
        week_of_year(date) -> bigint | week({0})
        week_of_year(timestamp) -> bigint | week({0})
        week_of_year(timestamp with time zone) -> bigint | week(weir_local({0}))
        with_timezone(timestamp, varchar) -> timestamp with time zone | {SPECIAL}
        year(date) -> bigint | year({0})
        year(timestamp) -> bigint | year({0})
        year(timestamp with time zone) -> bigint | year(weir_local({0}))
        year(interval year to month) -> bigint | (weir_months({0}) // 12)
        year_of_week(date) -> bigint | isoyear({0})
        year_of_week(timestamp) -> bigint | isoyear({0})
        year_of_week(timestamp with time zone) -> bigint | isoyear(weir_local({0}))
        yow(date) -> bigint | isoyear({0})
        yow(timestamp) -> bigint | isoyear({0})
        yow(timestamp with time zone) -> bigint | isoyear(weir_local({0}))
        """;
}
