import { render } from "preact";
import "virtual:theme.css";
import "./base.css";
import "./page.css";
import "./icon.svg";
import { pageAt } from "./pages.tsx";

const Page = pageAt(location.pathname);
render(<Page />, document.getElementById("page")!);
