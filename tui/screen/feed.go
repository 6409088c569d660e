package screen

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/dialog"
	"cardwallet/tui/ui"
)

// keepExpired is how long an expired code stays in the feed, so that a person sees what became of it.
const keepExpired = 2 * time.Minute

// Feed shows the live codes of all accounts, newest first, and for a short while those that expired. All accounts are asked again and
// again as long as it is there.
type Feed struct {
	openCodes
	codes    []client.Code // what the filter leaves: the live ones first, each part newest first
	kept     int           // how many there are without the filter
	selected string        // Code.Key of the one that the person moved to; empty for the newest
	filter   textinput.Model
	window   ui.Window

	// A new code takes the place of the newest one under the cursor. A key that was on its way is about the one before.
	pushed   string // Code.Key
	pushedAt time.Time
}

// NewFeed returns the screen of all codes.
func NewFeed(env *Env) *Feed {
	return &Feed{
		openCodes: newOpenCodes(env, func(c client.Code) string {
			return strings.TrimSpace(codeWord(c.Type) + " " + cardEnd(env.cardWith(c)))
		}),
		filter: ui.NewField("/", 80),
	}
}

// Init asks for codes everywhere and opens those that are there already.
func (f *Feed) Init() tea.Cmd {
	f.arrange()
	return tea.Batch(send(WatchMsg{}), f.openAll(f.codes))
}

// Update handles keys, new codes and opened ones.
func (f *Feed) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if f.filter.Focused() {
			return f.typed(msg)
		}
		return f.press(msg)
	case tea.PasteMsg:
		if f.filter.Focused() {
			return f.edit(msg)
		}
	case CodesMsg:
		f.arrived()
		return f.openAll(f.codes)
	case ui.TickMsg:
		f.arrange()
	case codeOpenedMsg:
		return f.opened(msg)
	}
	return nil
}

func (f *Feed) press(msg tea.KeyPressMsg) tea.Cmd {
	k := f.env.Keys
	f.arrange()
	if f.window.Update(msg, k) {
		f.moved()
		return nil
	}
	switch {
	case ui.Matches(msg, k.Filter):
		return f.filter.Focus()
	case ui.Matches(msg, k.AskAgain):
		clear(f.failed)
		return tea.Batch(send(AskCodesMsg{}), f.openAll(f.codes))
	}
	code, ok := f.meant()
	switch {
	case ui.Matches(msg, k.CopyCode) && !ok:
		return ui.Notify(ui.Info, "no code yet")
	case ui.Matches(msg, k.CopyCode) && f.left(code) == 0:
		return tooLate()
	case !ok:
		return nil
	case ui.Matches(msg, k.CopyCode):
		return f.copy(code)
	case ui.Matches(msg, k.Show):
		f.choose(code, !f.wanted(code))
		return f.openAll(f.codes)
	case ui.Matches(msg, k.OTP):
		f.Hide()
		codes := NewOTP(f.env, f.env.cardWith(code))
		codes.begins(code)
		return ui.Push(codes)
	}
	return nil
}

// typed handles a key while the filter has the focus: moving is by the arrows, everything that can be text is text.
func (f *Feed) typed(msg tea.KeyPressMsg) tea.Cmd {
	k := f.env.Keys
	switch {
	case key.Matches(msg, k.KeepFilter):
		f.filter.Blur()
	case key.Matches(msg, k.ClearFilter):
		f.Escape()
	case msg.Text == "" && f.window.Update(msg, k):
		f.moved()
	default:
		return f.edit(msg)
	}
	return nil
}

func (f *Feed) edit(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	f.filter, cmd = ui.Edit(f.filter, msg)
	f.selected = ""
	f.arrange()
	return tea.Batch(cmd, f.openAll(f.codes))
}

// moved notes what the person moved to. At the top they follow the newest.
func (f *Feed) moved() {
	f.selected, f.pushed = "", ""
	if at := f.window.Cursor; at > 0 && at < len(f.codes) {
		f.selected = f.codes[at].Key()
	}
}

// arrived takes new codes in. The one that they push from under the cursor is remembered for a moment.
func (f *Feed) arrived() {
	before, had := f.focus()
	f.arrange()
	if now, ok := f.focus(); had && ok && now.Key() != before.Key() && f.left(before) > 0 {
		f.pushed, f.pushedAt = before.Key(), f.env.Now()
	}
}

// arrange lists the codes as they are now. The cursor stays on the code that the person moved to.
func (f *Feed) arrange() {
	now := f.env.Now()
	book := f.env.Codes
	kept := slices.DeleteFunc(slices.Clone(book.Codes), func(c client.Code) bool {
		return book.Now(c.Profile, now).Sub(c.ExpiresAt) > keepExpired
	})
	f.forget(kept)
	since := func(c client.Code) time.Duration { return book.Now(c.Profile, now).Sub(c.ReceivedAt) } // clocks of issuers differ
	slices.SortStableFunc(kept, func(a, b client.Code) int {
		if over := f.left(a) == 0; over != (f.left(b) == 0) {
			if over {
				return 1
			}
			return -1
		}
		return cmp.Compare(since(a), since(b))
	})
	f.kept, f.codes = len(kept), f.matching(kept)
	f.window.SetCount(len(f.codes))
	at := slices.IndexFunc(f.codes, func(c client.Code) bool { return c.Key() == f.selected })
	if at < 0 {
		at, f.selected = 0, ""
	}
	f.window.Select(at)
}

// matching are those that the filter finds.
func (f *Feed) matching(codes []client.Code) []client.Code {
	index := ui.NewIndex(len(codes), func(i int, add func(string)) {
		c := codes[i]
		card := f.env.cardWith(c)
		for _, part := range []string{f.purposeWords(c), cardWords(card), card.ID, card.Profile, codeExplained(c.Type)} {
			add(part)
		}
	})
	var found []client.Code
	for _, i := range index.Find(ui.NewQuery(f.filter.Value()), nil) {
		found = append(found, codes[i])
	}
	return found
}

// focus is the code under the cursor.
func (f *Feed) focus() (client.Code, bool) {
	if len(f.codes) == 0 {
		return client.Code{}, false
	}
	return f.codes[f.window.Cursor], true
}

// meant is the code that a key is about: the one under the cursor, unless it came there too late to be seen.
func (f *Feed) meant() (client.Code, bool) {
	if f.pushed != "" && f.env.Now().Sub(f.pushedAt) < dialog.Grace {
		if code, ok := f.env.Codes.Find(f.pushed); ok {
			return code, true
		}
	}
	return f.focus()
}

// Close ends the asking.
func (f *Feed) Close() tea.Cmd {
	f.end()
	return send(UnwatchMsg{})
}

// Counting is true all the time: either a code runs out or the time since the last question is shown.
func (f *Feed) Counting() bool { return true }

// CapturesInput reports whether a filter is being typed.
func (f *Feed) CapturesInput() bool { return f.filter.Focused() }

// Escape clears the filter.
func (f *Feed) Escape() bool {
	filtered := f.filter.Value() != ""
	f.filter.Reset()
	f.filter.Blur()
	f.arrange()
	return filtered
}
