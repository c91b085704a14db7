// Show one conversation with Web Chat, in the page's own colours, and keep its cards readable.

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** Whether Web Chat was found beside this page. */
export function chatIsHere() {
  return Boolean(window.WebChat?.renderWebChat);
}

/**
 * Show a conversation in `place`; another call there takes its place.
 *
 * `token` is Direct Line's, `types` is false where nothing can be typed. `heard(words)` is told
 * what took the place of a card, because a screen reader isn't; `shown()` that something was
 * shown; `lost()` that the token is over and somebody must fetch a new one.
 */
export function openChat(place, { token, types, key, nonce, heard, shown, lost }) {
  const { createDirectLine, createStore, renderWebChat } = window.WebChat;
  const directLine = createDirectLine({ token, domain: `${location.origin}/v3/directline` });
  const watch = directLine.connectionStatus$.subscribe((status) => {
    if (status === EXPIRED || status === FAILED) lost();
  });
  const seen = new Set();
  const came = performance.now();
  const store = createStore({}, () => (next) => (action) => {
    if (action.type !== 'DIRECT_LINE/INCOMING_ACTIVITY') return next(action);
    const { activity } = action.payload;
    const again = seen.has(activity.id);
    seen.add(activity.id);
    // Asked before it is drawn: the button that was pressed is about to go.
    const { pressed, filling } = focusIn(place);
    const done = next({ ...action, payload: { ...action.payload, activity: drawable(activity) } });
    shown();
    if (activity.from.role !== 'bot') return done;
    if (again) heard(activity.summary || '');
    if (again ? pressed : !filling) {
      settle(place, activity.id, { again, arriving: performance.now() - came < ARRIVING_MS });
    }
    return done;
  });
  const props = {
    directLine,
    store,
    nonce,
    locale: 'en-GB',
    styleOptions: { ...LOOK, hideSendBox: !types },
    adaptiveCardsHostConfig: CARDS,
  };
  // A new key is what makes Web Chat let go of the conversation before.
  renderWebChat({ ...props, key }, place);
  return () => watch.unsubscribe();
}

const EXPIRED = 3;
const FAILED = 4;
// What was said before somebody came is shown within this time of their coming.
const ARRIVING_MS = 1500;

// --- what Web Chat can't draw ------------------------------------------------------------------

let made = 0;

/** The activity with the parts of its card that Web Chat doesn't know made of parts it does. */
function drawable(activity) {
  if (!activity.attachments) return activity;
  const attachments = activity.attachments.map((each) => {
    if (!each.content?.body) return each;
    return { ...each, content: { ...redrawn(each.content), id: cardId(activity.id) } };
  });
  return { ...activity, attachments };
}

function redrawn(part) {
  if (Array.isArray(part)) return part.map(redrawn);
  if (!part || typeof part !== 'object') return part;
  if (part.type === 'Badge') return pill(part);
  if (part.type === 'ProgressBar') return bar(part);
  if (part.type?.startsWith('Action.')) return { ...part, card: redrawn(part.card) };
  return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, redrawn(inner)]));
}

/** A rating as a tinted pill: a container that chat.css knows by its id. */
function pill({ text, style = 'Default', appearance = 'Tint', id, ...rest }) {
  const words = { type: 'TextBlock', text, weight: 'Bolder', size: 'Small', wrap: true };
  const look = `pill-${style}-${appearance}-${++made}`.toLowerCase();
  const shape = { type: 'Container', id: look, spacing: 'None', items: [words] };
  const { spacing, isVisible, horizontalAlignment, separator } = rest;
  return { type: 'Container', id, spacing, isVisible, horizontalAlignment, separator, items: [shape] };
}

/** How far somebody is, as two strips; the words beside it say the same. */
function bar({ value = 0, max = 100, spacing }) {
  const strip = (name, width) => ({
    type: 'Column',
    id: `bar-${name}-${++made}`,
    width: String(width),
    spacing: 'None',
    minHeight: '6px',
    items: [],
  });
  const done = Math.min(Math.max(value, 0), max);
  const strips = [];
  if (done > 0) strips.push(strip('done', done));
  if (done < max) strips.push(strip('rest', max - done));
  return { type: 'ColumnSet', id: `bar-whole-${++made}`, spacing, columns: strips };
}

// --- where the eye and the focus are after something new ---------------------------------------

function cardId(id) {
  return `card-${id}`;
}

function focusIn(place) {
  const { activeElement } = document;
  return { pressed: place.contains(activeElement), filling: activeElement?.closest('.ac-input') };
}

/**
 * After a message of ours: bring its beginning into view, and keep the focus on the page.
 *
 * Web Chat follows the end of the last message, which of a long card is its last button.
 */
function settle(place, id, { again, arriving }) {
  setTimeout(() => {
    const card = document.getElementById(cardId(id));
    if (again && card && !place.contains(document.activeElement)) {
      card.tabIndex = -1;
      card.focus({ preventScroll: true });
    }
    // Of several at once the first is where to start reading; of what was said before
    // somebody came, the last.
    if (arriving || !held) hold(place, card || lastIn(place));
  }, 60);
}

function lastIn(place) {
  return [...place.querySelectorAll('article.webchat__basic-transcript__activity')].pop();
}

let held = 0;

/** Keep the top of a message in view until the page has come to rest, or somebody scrolls. */
function hold(place, message) {
  const view = place.querySelector('.webchat__basic-transcript__scrollable');
  if (!view || !message) return;
  clearInterval(held);
  const until = performance.now() + LONGEST_HOLD_MS;
  let still = 0;
  const rest = (event) => {
    if (event && !event.isTrusted) return;
    clearInterval(held);
    held = 0;
  };
  held = setInterval(() => {
    const above = message.getBoundingClientRect().top - view.getBoundingClientRect().top - 12;
    const end = view.scrollHeight - view.clientHeight;
    const wanted = Math.max(0, Math.min(view.scrollTop + above, end));
    still = Math.abs(view.scrollTop - wanted) > 1 ? 0 : still + 1;
    if (still >= AT_REST || performance.now() > until || !message.isConnected) return rest();
    if (still === 0) {
      // Web Chat ends its own scrolling when it hears a mouse wheel, and only then stays put.
      view.dispatchEvent(new WheelEvent('wheel'));
      view.scrollTop = wanted;
    }
    return undefined;
  }, HOLD_STEP_MS);
  for (const act of ['wheel', 'touchstart', 'pointerdown', 'keydown']) {
    view.addEventListener(act, rest, { passive: true, signal: AbortSignal.timeout(LONGEST_HOLD_MS) });
  }
}

const HOLD_STEP_MS = 30;
const AT_REST = 12;
const LONGEST_HOLD_MS = 2500;

// --- the look ----------------------------------------------------------------------------------

// Every colour is one of the page's own, so light and dark need no second list.
const LOOK = {
  accent: 'var(--accent)',
  backgroundColor: 'transparent',
  primaryFont: FONT,
  subtle: 'var(--quiet)',
  paddingRegular: 12,

  bubbleBackground: 'var(--panel)',
  bubbleBorderColor: 'var(--line)',
  bubbleBorderRadius: 12,
  bubbleTextColor: 'var(--ink)',
  bubbleMaxWidth: 660,
  bubbleMinWidth: 0,
  bubbleFromUserBackground: 'var(--mine)',
  bubbleFromUserBorderColor: 'transparent',
  bubbleFromUserBorderRadius: 12,
  bubbleFromUserTextColor: 'var(--ink)',

  emojiSet: {},
  groupTimestamp: false,
  hideUploadButton: true,
  maxMessageLength: 4000,

  sendBoxBackground: 'var(--panel)',
  sendBoxBorderTop: 0,
  sendBoxButtonColor: 'var(--accent)',
  sendBoxButtonColorOnDisabled: 'var(--edge)',
  sendBoxButtonShadeColorOnActive: 'var(--soft)',
  sendBoxButtonShadeColorOnDisabled: 'transparent',
  sendBoxButtonShadeColorOnHover: 'var(--soft)',
  sendBoxButtonKeyboardFocusIndicatorBorderColor: 'var(--accent)',
  sendBoxHeight: 56,
  sendBoxPlaceholderColor: 'var(--quiet)',
  sendBoxTextColor: 'var(--ink)',
  sendBoxTextWrap: true,

  notificationText: 'var(--quiet)',
  transcriptActivityVisualKeyboardIndicatorColor: 'var(--edge)',
  transcriptVisualKeyboardIndicatorColor: 'var(--accent)',
  transcriptOverlayButtonBackground: 'var(--accent)',
  transcriptOverlayButtonBackgroundOnFocus: 'var(--accent-strong)',
  transcriptOverlayButtonBackgroundOnHover: 'var(--accent-strong)',
  transcriptOverlayButtonColor: 'var(--on-accent)',

  cardEmphasisBackgroundColor: 'var(--panel-2)',
  cardPushButtonBackgroundColor: 'var(--accent)',
  cardPushButtonTextColor: 'var(--on-accent)',
};

function tones(ink, quiet) {
  const both = (colour) => ({ default: colour, subtle: colour });
  return {
    default: { default: ink, subtle: quiet },
    dark: both(ink),
    light: both(quiet),
    accent: both('var(--accent)'),
    attention: both('var(--red-ink)'),
    warning: both('var(--amber-ink)'),
    good: both('var(--green-ink)'),
  };
}

function tint(name) {
  const ink = `var(--${name}-ink)`;
  return { backgroundColor: `var(--${name}-tint)`, foregroundColors: tones(ink, ink) };
}

const plain = tones('var(--ink)', 'var(--quiet)');

const CARDS = {
  fontFamily: FONT,
  fontSizes: { small: 14, default: 16, medium: 18, large: 20, extraLarge: 28 },
  fontWeights: { lighter: 400, default: 400, bolder: 650 },
  lineHeights: { small: 20, default: 23, medium: 26, large: 28, extraLarge: 36 },
  spacing: { small: 6, default: 8, medium: 14, large: 22, extraLarge: 32, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  supportsInteractivity: true,
  containerStyles: {
    default: { backgroundColor: 'var(--panel)', foregroundColors: plain, borderColor: 'var(--line)' },
    emphasis: { backgroundColor: 'var(--panel-2)', foregroundColors: plain },
    accent: tint('blue'),
    attention: tint('red'),
    warning: tint('amber'),
    good: tint('green'),
  },
  actions: {
    actionAlignment: 'left',
    actionsOrientation: 'horizontal',
    buttonSpacing: 8,
    maxActions: 100,
    spacing: 'medium',
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
  },
  adaptiveCard: { allowCustomStyle: false },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder' },
      optionalInputs: { weight: 'bolder' },
    },
    errorMessage: { color: 'attention', spacing: 'small', weight: 'bolder' },
  },
  factSet: {
    title: { weight: 'bolder', wrap: true, maxWidth: 160 },
    value: { wrap: true },
    spacing: 12,
  },
  table: { cellSpacing: 8 },
  textStyles: {
    heading: { size: 'large', weight: 'bolder' },
    columnHeader: { weight: 'bolder' },
  },
  textBlock: { headingLevel: 3 },
  imageSizes: { small: 40, medium: 80, large: 160 },
};
