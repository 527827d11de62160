// Runs before the first paint, so that a reload never flashes the other theme.
(function () {
  var choice = null;
  try { choice = localStorage.getItem("wallstreet.theme"); } catch (e) { /* storage is refused: the system decides */ }
  var dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = choice === "dark" || choice === "light" ? choice : dark ? "dark" : "light";
})();
