"""What WCAG asks of the page: contrast of texts and graphics, keyboard, names."""

# Ratios of contrast: texts against what is behind them (AA: 4.5 to 1), and what tells something without being a text
# against its neighbour (AA: 3 to 1). Colours are those that the browser has computed.
CONTRAST = """(() => {
  // Also a colour that only a probe can resolve, such as light-dark(), arrives as rgb.
  const parse = (text) => { const [red, green, blue, alpha = 1] = text.match(/[\\d.]+/g).map(Number); return { red, green, blue, alpha }; };
  const over = (top, under) => {
    const mix = (part) => top[part] * top.alpha + under[part] * (1 - top.alpha);
    return { red: mix("red"), green: mix("green"), blue: mix("blue"), alpha: 1 };
  };
  const light = ({ red, green, blue }) => [red, green, blue].map((value) => value / 255)
    .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((left, right) => left - right);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = (node) => {
    const layers = [];
    for (let up = node; up; up = up.parentElement) {
      const colour = parse(getComputedStyle(up).backgroundColor);
      if (colour.alpha > 0) layers.push(colour);
      if (colour.alpha === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), { red: 255, green: 255, blue: 255, alpha: 1 });
  };
  const name = (node) => `${node.tagName.toLowerCase()}.${node.className.baseVal ?? node.className}`;
  const texts = [];
  for (const node of document.querySelectorAll("body *")) {
    const text = [...node.childNodes].find((child) => child.nodeType === 3 && child.data.trim());
    if (!text || !node.getClientRects().length) continue;
    const style = getComputedStyle(node);
    const colour = parse(node instanceof SVGElement ? style.fill : style.color);
    colour.alpha *= Number(style.opacity);
    const behind = ground(node);
    texts.push([`${name(node)} "${text.data.trim().slice(0, 30)}"`, ratio(over(colour, behind), behind)]);
  }
  const graphics = [];
  const look = (selector, property, behind) => {
    const nodes = [...document.querySelectorAll(selector)].filter((node) => node.getClientRects().length);
    if (nodes.length === 0) graphics.push([`${selector} is nowhere`, 0]);
    for (const node of nodes) {
      const style = getComputedStyle(node);
      const under = behind(node);
      const colour = parse(style[property]);
      colour.alpha *= Number(style.opacity);
      graphics.push([`${selector} ${property}`, ratio(over(colour, under), under)]);
    }
  };
  const around = (node) => ground(node.parentElement);
  look(".plot .line.training", "stroke", around);
  look(".plot .line.evaluation", "stroke", around);
  look(".plot .dot.evaluation", "fill", around);
  look(".plot .target", "stroke", around);
  look(".plot .axis", "stroke", around);
  look("#bar-fill", "backgroundColor", around);
  look(".share-bar i", "backgroundColor", around);
  for (const part of ["wait", "compute", "reduce", "send"]) {
    look(`#time-bar .${part}`, "backgroundColor", around);
    look(`.times .${part}`, "fill", around);
  }
  look("#link .link-mark", "borderTopColor", around);
  look(".pill", "borderTopColor", around);
  return { texts, graphics };
})()"""

# Everything that a keyboard has to reach, in the order of the document.
REACHABLE = """[...document.querySelectorAll('a[href], button, input, [tabindex="0"]')]
  .filter((node) => node.getClientRects().length).map((node) => node.id || node.className || node.textContent)"""

# Where the keyboard is, and whether one sees it there.
FOCUSED = """(() => {
  const node = document.activeElement;
  const style = getComputedStyle(node);
  return {
    at: node.id || node.className || node.textContent,
    isSeen: node.matches(':focus-visible') && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  };
})()"""

NAMELESS = """[...document.querySelectorAll('button, a, input, [tabindex], [role], table, section')].filter((node) =>
  !(node.textContent.trim() || node.getAttribute('aria-label') || node.labels?.length)).map((node) => node.outerHTML)"""

# States and kinds of notes that nothing but their colour would tell: no word, or no mark of their own.
SPEECHLESS = """[...document.querySelectorAll('.pill')].filter((node) =>
    !node.querySelector('.pill-mark').textContent.trim() || node.textContent.replace(node.querySelector('.pill-mark').textContent, '').trim() !== node.dataset.state)
  .concat([...document.querySelectorAll('#notes .kind')].filter((node) => node.textContent.trim().split(' ').length < 2))
  .map((node) => node.outerHTML)"""


def contrasts(page):
    """The smallest ratio of texts and of graphics, and those below what AA asks."""
    found = page.evaluate(CONTRAST)
    low = [f"{what} {ratio:.2f}" for kind, least in (("texts", 4.5), ("graphics", 3)) for what, ratio in found[kind] if ratio < least]
    return min(ratio for _, ratio in found["texts"]), min(ratio for _, ratio in found["graphics"]), low


def rewind(page):
    """The next tab begins at the top of the page."""
    page.evaluate("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")


def tabs(page):
    """What the tab key comes to, from the beginning of the page on, and what can't be seen there."""
    rewind(page)
    reached, unseen = [], []
    for _ in page.evaluate(REACHABLE):
        page.press("Tab")
        focused = page.evaluate(FOCUSED)
        reached.append(focused["at"])
        if not focused["isSeen"]:
            unseen.append(focused["at"])
    return reached, unseen
