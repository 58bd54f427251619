using System.Collections.Frozen;

namespace Weir.Engines.Formats.Text;

/// <summary>The patterns that grok expressions take for granted, under the names they have everywhere.</summary>
public static class GrokLibrary
{
    private static readonly FrozenDictionary<string, string> Patterns = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        // Words and numbers
        ["USERNAME"] = @"[a-zA-Z0-9._-]+",
        ["USER"] = @"%{USERNAME}",
        ["EMAILLOCALPART"] = @"[a-zA-Z0-9!#$%&'*+/=?^_`{|}~.-]+",
        ["EMAILADDRESS"] = @"%{EMAILLOCALPART}@%{HOSTNAME}",
        ["INT"] = @"[+-]?[0-9]+",
        ["BASE10NUM"] = @"(?<![0-9.+-])[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)",
        ["NUMBER"] = @"%{BASE10NUM}",
        ["BASE16NUM"] = @"(?<![0-9A-Fa-f])[+-]?(?:0x)?[0-9A-Fa-f]+",
        ["BASE16FLOAT"] = @"\b(?<![0-9A-Fa-f.])[+-]?(?:0x)?(?:[0-9A-Fa-f]+(?:\.[0-9A-Fa-f]*)?|\.[0-9A-Fa-f]+)\b",
        ["BOOLEAN"] = @"[Tt]rue|TRUE|[Ff]alse|FALSE",
        ["POSINT"] = @"\b[1-9][0-9]*\b",
        ["NONNEGINT"] = @"\b[0-9]+\b",
        ["WORD"] = @"\b\w+\b",
        ["NOTSPACE"] = @"\S+",
        ["SPACE"] = @"\s*",
        ["DATA"] = @".*?",
        ["GREEDYDATA"] = @".*",
        ["QUOTEDSTRING"] = @"(?<!\\)(?>""(?>\\.|[^\\""])*""|'(?>\\.|[^\\'])*'|`(?>\\.|[^\\`])*`)",
        ["QS"] = @"%{QUOTEDSTRING}",
        ["UUID"] = @"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}",
        ["URN"] = @"urn:[0-9A-Za-z][0-9A-Za-z-]{0,31}:[0-9A-Za-z()+,.:=@;$_!*'/?#%-]+",

        // Networks
        ["MAC"] = @"%{CISCOMAC}|%{WINDOWSMAC}|%{COMMONMAC}",
        ["CISCOMAC"] = @"(?:[A-Fa-f0-9]{4}\.){2}[A-Fa-f0-9]{4}",
        ["WINDOWSMAC"] = @"(?:[A-Fa-f0-9]{2}-){5}[A-Fa-f0-9]{2}",
        ["COMMONMAC"] = @"(?:[A-Fa-f0-9]{2}:){5}[A-Fa-f0-9]{2}",
        ["IPV4"] = @"(?<![0-9])(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?![0-9])",
        ["IPV6"] = @"(?<![:.\w])(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(?=(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![:\w]))(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*)?::(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*)?|(?:[0-9A-Fa-f]{1,4}:){6}%{IPV4}|(?:(?:[0-9A-Fa-f]{1,4}:)*[0-9A-Fa-f]{1,4})?::(?:[0-9A-Fa-f]{1,4}:)*%{IPV4})(?:%\w+)?(?![:\w])",
        ["IP"] = @"%{IPV6}|%{IPV4}",
        ["HOSTNAME"] = @"\b[0-9A-Za-z][0-9A-Za-z-]{0,62}(?:\.[0-9A-Za-z][0-9A-Za-z-]{0,62})*\.?(?:\b|$)",
        ["HOST"] = @"%{HOSTNAME}",
        ["IPORHOST"] = @"%{IP}|%{HOSTNAME}",
        ["HOSTPORT"] = @"%{IPORHOST}:%{POSINT}",

        // Paths and addresses
        ["PATH"] = @"%{UNIXPATH}|%{WINPATH}",
        ["UNIXPATH"] = @"(?:/[\w_%!$@:.,+~-]*)+",
        ["TTY"] = @"/dev/(?:pts|tty(?:[pq])?)(?:\w+)?/?(?:[0-9]+)",
        ["WINPATH"] = @"(?:[A-Za-z]+:|\\)(?:\\[^\\?*]*)+",
        ["URIPROTO"] = @"[A-Za-z](?:[A-Za-z0-9+.-]+)?",
        ["URIHOST"] = @"%{IPORHOST}(?::%{POSINT})?",
        ["URIPATH"] = @"(?:/[A-Za-z0-9$.+!*'(){},~:;=@#%&_-]*)+",
        ["URIQUERY"] = @"[A-Za-z0-9$.+!*'|(){},~@#%&/=:;_?\[\]<>-]*",
        ["URIPARAM"] = @"\?%{URIQUERY}",
        ["URIPATHPARAM"] = @"%{URIPATH}(?:%{URIPARAM})?",
        ["URI"] = @"%{URIPROTO}://(?:%{USER}(?::[^@]*)?@)?(?:%{URIHOST})?(?:%{URIPATHPARAM})?",

        // Dates and times
        ["MONTH"] = @"\b(?:[Jj]an(?:uary)?|[Ff]eb(?:ruary)?|[Mm]ar(?:ch)?|[Aa]pr(?:il)?|[Mm]ay|[Jj]un(?:e)?|[Jj]ul(?:y)?|[Aa]ug(?:ust)?|[Ss]ep(?:tember)?|[Oo]ct(?:ober)?|[Nn]ov(?:ember)?|[Dd]ec(?:ember)?)\b",
        ["MONTHNUM"] = @"0?[1-9]|1[0-2]",
        ["MONTHNUM2"] = @"0[1-9]|1[0-2]",
        ["MONTHDAY"] = @"0[1-9]|[12][0-9]|3[01]|[1-9]",
        ["DAY"] = @"Mon(?:day)?|Tue(?:sday)?|Wed(?:nesday)?|Thu(?:rsday)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?",
        ["YEAR"] = @"(?>\d\d){1,2}",
        ["HOUR"] = @"2[0123]|[01]?[0-9]",
        ["MINUTE"] = @"[0-5][0-9]",
        ["SECOND"] = @"(?:[0-5]?[0-9]|60)(?:[:.,][0-9]+)?",
        ["TIME"] = @"(?<![0-9])%{HOUR}:%{MINUTE}(?::%{SECOND})(?![0-9])",
        ["DATE_US"] = @"%{MONTHNUM}[/-]%{MONTHDAY}[/-]%{YEAR}",
        ["DATE_EU"] = @"%{MONTHDAY}[./-]%{MONTHNUM}[./-]%{YEAR}",
        ["ISO8601_TIMEZONE"] = @"Z|[+-]%{HOUR}(?::?%{MINUTE})",
        ["ISO8601_SECOND"] = @"%{SECOND}|60",
        ["TIMESTAMP_ISO8601"] = @"%{YEAR}-%{MONTHNUM}-%{MONTHDAY}[T ]%{HOUR}:?%{MINUTE}(?::?%{SECOND})?%{ISO8601_TIMEZONE}?",
        ["DATE"] = @"%{DATE_US}|%{DATE_EU}",
        ["DATESTAMP"] = @"%{DATE}[- ]%{TIME}",
        ["TZ"] = @"[PMCE][SD]T|UTC|[A-Z]{3,4}",
        ["DATESTAMP_US"] = @"%{DATE_US}[- ]%{TIME}",
        ["DATESTAMP_EU"] = @"%{DATE_EU}[- ]%{TIME}",
        ["CISCOTIMESTAMP"] = @"%{MONTH} %{MONTHDAY} %{TIME}",
        ["DATESTAMP_RFC822"] = @"%{DAY} %{MONTH} %{MONTHDAY} %{YEAR} %{TIME} %{TZ}",
        ["DATESTAMP_RFC2822"] = @"%{DAY}, %{MONTHDAY} %{MONTH} %{YEAR} %{TIME} %{ISO8601_TIMEZONE}",
        ["DATESTAMP_OTHER"] = @"%{DAY} %{MONTH} %{MONTHDAY} %{TIME} %{TZ} %{YEAR}",
        ["DATESTAMP_EVENTLOG"] = @"%{YEAR}%{MONTHNUM2}%{MONTHDAY}%{HOUR}%{MINUTE}%{SECOND}",
        ["HTTPDERROR_DATE"] = @"%{DAY} %{MONTH} %{MONTHDAY} %{TIME} %{YEAR}",
        ["HTTPDATE"] = @"%{MONTHDAY}/%{MONTH}/%{YEAR}:%{TIME} %{INT}",
        ["CATALINA_DATESTAMP"] = @"%{MONTH} %{MONTHDAY}, 20%{YEAR} %{HOUR}:?%{MINUTE}(?::?%{SECOND}) (?:AM|PM)",
        ["TOMCAT_DATESTAMP"] = @"20%{YEAR}-%{MONTHNUM}-%{MONTHDAY} %{HOUR}:?%{MINUTE}(?::?%{SECOND}) %{ISO8601_TIMEZONE}",

        // Logs
        ["SYSLOGTIMESTAMP"] = @"%{MONTH} +%{MONTHDAY} %{TIME}",
        ["PROG"] = @"[\x21-\x5a\x5c\x5e-\x7e]+",
        ["SYSLOGPROG"] = @"%{PROG:program}(?:\[%{POSINT:pid}\])?",
        ["SYSLOGHOST"] = @"%{IPORHOST}",
        ["SYSLOGFACILITY"] = @"<%{NONNEGINT:facility}.%{NONNEGINT:priority}>",
        ["SYSLOGBASE"] = @"%{SYSLOGTIMESTAMP:timestamp} (?:%{SYSLOGFACILITY} )?%{SYSLOGHOST:logsource} %{SYSLOGPROG}:",
        ["MESSAGESLOG"] = @"%{SYSLOGBASE} %{DATA}",
        ["COMMONAPACHELOG"] = @"%{IPORHOST:clientip} %{USER:ident} %{USER:auth} \[%{HTTPDATE:timestamp}\] ""(?:%{WORD:verb} %{NOTSPACE:request}(?: HTTP/%{NUMBER:httpversion})?|%{DATA:rawrequest})"" %{NUMBER:response} (?:%{NUMBER:bytes}|-)",
        ["COMMONAPACHELOG_DATATYPED"] = @"%{IPORHOST:clientip} %{USER:ident} %{USER:auth} \[%{HTTPDATE:timestamp}\] ""(?:%{WORD:verb} %{NOTSPACE:request}(?: HTTP/%{NUMBER:httpversion:float})?|%{DATA:rawrequest})"" %{NUMBER:response:int} (?:%{NUMBER:bytes:long}|-)",
        ["COMBINEDAPACHELOG"] = @"%{COMMONAPACHELOG} %{QS:referrer} %{QS:agent}",
        ["LOGLEVEL"] = @"[Aa]lert|ALERT|[Tt]race|TRACE|[Dd]ebug|DEBUG|[Nn]otice|NOTICE|[Ii]nfo(?:rmation)?|INFO(?:RMATION)?|[Ww]arn(?:ing)?|WARN(?:ING)?|[Ee]rr(?:or)?|ERR(?:OR)?|[Cc]rit(?:ical)?|CRIT(?:ICAL)?|[Ff]atal|FATAL|[Ss]evere|SEVERE|EMERG(?:ENCY)?|[Ee]merg(?:ency)?",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All names there are.</summary>
    public static IEnumerable<string> Names => Patterns.Keys;

    /// <summary>A pattern as it is written; null where there is none of that name.</summary>
    public static string? Find(string name) => Patterns.GetValueOrDefault(name);
}
