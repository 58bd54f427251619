namespace Weir.Engines.Sql.Functions;

/// <summary>Text, regular expressions, URLs.</summary>
internal static class StringFunctions
{
    public const string Lines = """
        # Regular expression
        regexp_count(varchar, varchar) -> bigint | weir_regexp_count({0}, {1})
        regexp_extract(varchar, varchar) -> varchar | {SPECIAL}
        regexp_extract(varchar, varchar, bigint) -> varchar | {SPECIAL}
        regexp_extract_all(varchar, varchar) -> array(varchar) | weir_regexp_extract_all({0}, {1}, 0)
        regexp_extract_all(varchar, varchar, bigint) -> array(varchar) | weir_regexp_extract_all({0}, {1}, {2})
        regexp_like(varchar, varchar) -> boolean | {SPECIAL}
        regexp_position(varchar, varchar) -> bigint | weir_regexp_position({0}, {1}, 1, 1)
        regexp_position(varchar, varchar, bigint) -> bigint | weir_regexp_position({0}, {1}, {2}, 1)
        regexp_position(varchar, varchar, bigint, bigint) -> bigint | weir_regexp_position({0}, {1}, {2}, {3})
        regexp_replace(varchar, varchar) -> varchar | {SPECIAL}
        regexp_replace(varchar, varchar, varchar) -> varchar | {SPECIAL}
        regexp_replace(varchar, varchar, function(array(varchar), varchar)) -> varchar | (CASE WHEN {0} IS NOT NULL AND {1} IS NOT NULL THEN weir_weave(struct_extract(weir_regexp_pieces({0}, {1}), 'pieces'), list_transform(struct_extract(weir_regexp_pieces({0}, {1}), 'captures'), {2})) END)
        regexp_split(varchar, varchar) -> array(varchar) | weir_regexp_split({0}, {1})
        # String
        chr(bigint) -> varchar | weir_chr({0})
        codepoint(varchar(1)) -> integer | weir_codepoint({0})
        concat(varchar, varchar...) -> varchar | ({*||})
        concat_ws(varchar, array(varchar)) -> varchar | (CASE WHEN {0} IS NOT NULL AND {1} IS NOT NULL THEN coalesce(weir_join({1}, {0}), '') END)
        concat_ws(varchar, varchar...) -> varchar | concat_ws({*})
        ends_with(varchar, varchar) -> boolean | suffix({0}, {1})
        from_utf8(varbinary) -> varchar | weir_from_utf8({0}, '�')
        from_utf8(varbinary, varchar) -> varchar | weir_from_utf8({0}, {1})
        from_utf8(varbinary, bigint) -> varchar | weir_from_utf8_point({0}, {1})
        hamming_distance(varchar, varchar) -> bigint | weir_hamming({0}, {1})
        length(varchar) -> bigint | length({0})
        levenshtein_distance(varchar, varchar) -> bigint | weir_levenshtein({0}, {1})
        lower(varchar) -> varchar | lower({0})
        lpad(varchar, bigint, varchar) -> varchar | weir_pad({0}, {1}, {2}, true)
        ltrim(varchar) -> varchar | ltrim({0}, weir_blanks())
        ltrim(varchar, varchar) -> varchar | ltrim({0}, {1})
        luhn_check(varchar) -> boolean | weir_luhn({0})
        normalize(varchar) -> varchar | nfc_normalize({0})
        position(varchar IN varchar) -> bigint | {SPECIAL}
        replace(varchar, varchar) -> varchar | replace({0}, {1}, '')
        replace(varchar, varchar, varchar) -> varchar | (CASE WHEN {1} = '' THEN weir_replace({0}, {1}, {2}) ELSE replace({0}, {1}, {2}) END)
        reverse(varchar) -> varchar | reverse({0})
        rpad(varchar, bigint, varchar) -> varchar | weir_pad({0}, {1}, {2}, false)
        rtrim(varchar) -> varchar | rtrim({0}, weir_blanks())
        rtrim(varchar, varchar) -> varchar | rtrim({0}, {1})
        soundex(varchar) -> varchar | weir_soundex({0})
        split(varchar, varchar) -> array(varchar) | weir_split({0}, {1})
        split(varchar, varchar, bigint) -> array(varchar) | weir_split_limit({0}, {1}, {2})
        split_part(varchar, varchar, bigint) -> varchar | weir_split_part({0}, {1}, {2})
        split_to_map(varchar, varchar, varchar) -> map(varchar, varchar) | weir_split_map({0}, {1}, {2})
        split_to_map(varchar, varchar, varchar, function(varchar, varchar, varchar, varchar)) -> map(varchar, varchar) | map_from_entries(list_transform(weir_split_groups({0}, {1}, {2}), {3}))
        split_to_multimap(varchar, varchar, varchar) -> map(varchar, array(varchar)) | weir_split_multimap({0}, {1}, {2})
        starts_with(varchar, varchar) -> boolean | prefix({0}, {1})
        strpos(varchar, varchar) -> bigint | strpos({0}, {1})
        strpos(varchar, varchar, bigint) -> bigint | weir_strpos({0}, {1}, {2})
        substr(varchar, bigint) -> varchar | weir_substr({0}, {1})
        substr(varchar, bigint, bigint) -> varchar | weir_substr3({0}, {1}, {2})
        substring(varchar, bigint) -> varchar | weir_substr({0}, {1})
        substring(varchar, bigint, bigint) -> varchar | weir_substr3({0}, {1}, {2})
        to_utf8(varchar) -> varbinary | encode({0})
        translate(varchar, varchar, varchar) -> varchar | weir_translate({0}, {1}, {2})
        trim(varchar) -> varchar | trim({0}, weir_blanks())
        trim(varchar, varchar) -> varchar | trim({0}, {1})
        upper(varchar) -> varchar | upper({0})
        word_stem(varchar) -> varchar | weir_word_stem({0}, 'en')
        word_stem(varchar, varchar) -> varchar | weir_word_stem({0}, {1})
        # Teradata
        char2hexint(varchar) -> varchar | weir_char2hexint({0})
        index(varchar, varchar) -> bigint | strpos({0}, {1})
        to_char(timestamp, varchar) -> varchar | weir_td_char(epoch_us({0}), {1})
        to_char(timestamp with time zone, varchar) -> varchar | weir_td_char(epoch_us(weir_local({0})), {1})
        to_date(varchar, varchar) -> date | CAST(make_timestamp(weir_td_parse({0}, {1})) AS DATE)
        to_timestamp(varchar, varchar) -> timestamp(3) | make_timestamp(weir_td_parse({0}, {1}))
        # URL
        url_decode(varchar) -> varchar | weir_url_decode({0})
        url_encode(varchar) -> varchar | weir_url_encode({0})
        url_extract_fragment(varchar) -> varchar | weir_url_part({0}, 'fragment')
        url_extract_host(varchar) -> varchar | weir_url_part({0}, 'host')
        url_extract_parameter(varchar, varchar) -> varchar | weir_url_parameter({0}, {1})
        url_extract_path(varchar) -> varchar | weir_url_part({0}, 'path')
        url_extract_port(varchar) -> bigint | CAST(weir_url_part({0}, 'port') AS BIGINT)
        url_extract_protocol(varchar) -> varchar | weir_url_part({0}, 'protocol')
        url_extract_query(varchar) -> varchar | weir_url_part({0}, 'query')
        # UUID
        uuid() -> uuid | uuid()
        """;
}
