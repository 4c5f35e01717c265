/**
 * Has the browser keep the pages that a reader opens, where mkdocs.yml says “offline: true”: see keep.js. The page
 * that is open when the worker begins, the first time or after a new build, came past it, and so is named to it.
 */
const ADDRESS = "/service-worker.js";
const workers = navigator.serviceWorker; // browsers have it on https and localhost alone

workers?.addEventListener("controllerchange", () => workers.controller?.postMessage("keep"));
const register = () => {
  // Where scripts may come from only by way of a policy, this one makes a single address.
  const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("offline", { createScriptURL: () => ADDRESS });
  workers?.register(policy?.createScriptURL("") ?? ADDRESS).catch(() => {}); // the page does without
};
if (document.readyState === "complete") register();
else addEventListener("load", register); // what the page needs itself comes first
