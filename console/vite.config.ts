import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  base: "/_weir/console/",
  plugins: [react()],
  build: { chunkSizeWarningLimit: 1200 },
  server: { proxy: { "/_weir/api": "http://127.0.0.1:4566" } },
});
