"""One line of what a form still needs: as much as fits, then how many answers follow."""


def needed_words(needed: tuple[str, ...], longest: int) -> str:
    """Return it in at most ``longest`` characters, unless the first sentence alone is longer."""
    words, more = f"Still needed: {needed[0][:1].lower()}{needed[0][1:]}", len(needed) - 1
    for sentence in needed[1:]:
        if len(words) + len(sentence) + len(_then(9)) > longest:
            break
        words, more = f"{words} {sentence}", more - 1
    return words + _then(more)


def _then(more: int) -> str:
    return f" Then {more} more." if more else ""
