// Says on the page why a passkey was not used: allauth tells the console alone.
const PASSKEY_WORDS = {
  InvalidStateError: "This passkey is on your account already.",
  NotAllowedError:
    "No passkey was used: that was cancelled, took too long, or this device has none for this site.",
};
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const words = document.querySelector(".passkey-problem") || document.createElement("p");
  words.remove(); // and back again, so that the same words are read out once more
  words.className = "passkey-problem help-block help-critical";
  words.setAttribute("role", "alert");
  words.textContent =
    PASSKEY_WORDS[event.detail.exception.name] ||
    "That did not work with this browser. Try again, or take another way.";
  document.querySelector("main h1").after(words);
});
