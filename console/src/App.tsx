import { useEffect, useState } from "react";
import { api } from "./api";
import { DashboardPage } from "./DashboardPage";
import { bytes, seconds } from "./format";
import { PipelinePage } from "./PipelinePage";
import { type Language, languages, preferred, textOf } from "./text";
import { useEvery } from "./useEvery";

const pageOf = () => location.hash.replace(/^#\/?/, "") || "pipeline";

export function App() {
  const [page, setPage] = useState(pageOf);
  const [language, setLanguage] = useState<Language>(preferred);
  const text = textOf(language);
  const status = useEvery(1000, api.status, "status");

  useEffect(() => {
    const turn = () => setPage(pageOf());
    addEventListener("hashchange", turn);
    return () => removeEventListener("hashchange", turn);
  }, []);

  useEffect(() => {
    localStorage.setItem("language", language);
    document.documentElement.lang = language;
  }, [language]);

  const platform = status.value;
  return (
    <>
      <header>
        <a className="brand" href="#/pipeline">
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M0 5c3-2 5 2 8 0s5-2 8 0v2c-3-2-5 2-8 0s-5 2-8 0zm0 5c3-2 5 2 8 0s5-2 8 0v2c-3-2-5 2-8 0s-5 2-8 0z" />
          </svg>
          Weir
        </a>
        <nav>
          {(["pipeline", "dashboards"] as const).map((name) => (
            <a key={name} href={`#/${name}`} className={page.startsWith(name) ? "here" : ""}>
              {text[name]}
            </a>
          ))}
        </nav>
        <span className="facts">
          {platform && (
            <>
              v{platform.version} · {platform.accountId} · {platform.region} · {bytes(platform.residentBytes)} ·{" "}
              {seconds(platform.uptimeSeconds)}
            </>
          )}
          <select value={language} aria-label="language" onChange={(event) => setLanguage(event.target.value as Language)}>
            {languages.map((one) => (
              <option key={one} value={one}>
                {one === "ko" ? "한국어" : "English"}
              </option>
            ))}
          </select>
        </span>
      </header>
      {status.error && (
        <p className="trouble" role="alert">
          {text.unreachable} {status.error}
        </p>
      )}
      <main>
        {page.startsWith("dashboards") ? (
          <DashboardPage name={page.split("/")[1]} text={text} />
        ) : (
          <PipelinePage status={platform} text={text} />
        )}
      </main>
    </>
  );
}
