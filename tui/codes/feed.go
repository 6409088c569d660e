package codes

import (
	"cmp"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/dialog"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// keepExpired is how long an expired code stays in the feed, so that a person sees what became of it.
const keepExpired = 2 * time.Minute

// Feed shows the live codes of all accounts, newest first, and for a short while those that expired. All accounts are asked again and
// again as long as it is there.
type Feed struct {
	openCodes
	list ui.Rows[client.Code] // the live ones first, each part newest first

	// A new code takes the place of the newest one under the cursor. A key that was on its way is about the one before.
	pushed   string // Code.Key
	pushedAt time.Time
}

// NewFeed returns the screen of all codes.
func NewFeed(env *screen.Env) *Feed {
	f := &Feed{openCodes: newOpenCodes(env, func(c client.Code) string {
		return strings.TrimSpace(plan.WordsOfCode(c.Type).Name + " " + screen.CardEnd(env.CardWith(c)))
	})}
	f.list = ui.NewRows(func(a, b client.Code) bool { return a.Key() == b.Key() }, f.rowText)
	return f
}

// Init asks for codes everywhere and opens those that are there already.
func (f *Feed) Init() tea.Cmd {
	f.arrange()
	return tea.Batch(screen.Send(screen.WatchMsg{}), f.openAll(f.list.Matching()))
}

// Update handles keys, new codes and opened ones.
func (f *Feed) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return f.onKey(msg)
	case tea.PasteMsg:
		return f.onFilter(f.list.Query(), f.list.Paste(msg))
	case screen.CodesMsg:
		f.onCodes()
		return f.openAll(f.list.Matching())
	case ui.TickMsg:
		f.arrange()
	case codeOpenedMsg:
		return f.onOpened(msg)
	}
	return nil
}

func (f *Feed) onKey(msg tea.KeyPressMsg) tea.Cmd {
	k := f.env.Keys
	f.arrange()
	if cmd, taken := f.onListKey(msg); taken {
		return cmd
	}
	if ui.Matches(msg, k.AskAgain) {
		clear(f.failed)
		return tea.Batch(screen.Send(screen.AskCodesMsg{}), f.openAll(f.list.Matching()))
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
		return f.openAll(f.list.Matching())
	case ui.Matches(msg, k.OTP):
		f.Hide()
		codes := NewOTP(f.env, f.env.CardWith(code))
		codes.begins(code)
		return ui.Push(codes)
	}
	return nil
}

// onListKey handles a key that moves the cursor or edits the filter.
func (f *Feed) onListKey(msg tea.KeyPressMsg) (cmd tea.Cmd, taken bool) {
	before, filtering := f.list.Query(), f.list.Filtering()
	if cmd, taken = f.list.Update(msg, f.env.Keys); !taken {
		return nil, false
	}
	// Opening or leaving the filter moves nothing, nor does what is typed into it.
	if filtering == f.list.Filtering() && (!filtering || msg.Text == "") {
		f.onMoved()
	}
	return f.onFilter(before, cmd), true
}

// onFilter opens what another filter than before shows. Who types into it starts at the newest code again.
func (f *Feed) onFilter(before ui.Query, cmd tea.Cmd) tea.Cmd {
	if slices.Equal(before, f.list.Query()) {
		return cmd
	}
	if f.list.Filtering() {
		f.list.Top()
	}
	f.arrange()
	return tea.Batch(cmd, f.openAll(f.list.Matching()))
}

// onMoved notes that the person chose a code. At the top the cursor follows the newest.
func (f *Feed) onMoved() {
	f.pushed = ""
	if code, ok := f.list.Selected(); ok && code.Key() == f.list.Matching()[0].Key() {
		f.list.Top()
	}
}

// onCodes takes new codes in. The one that they push from under the cursor is remembered for a moment.
func (f *Feed) onCodes() {
	before, had := f.list.Selected()
	f.arrange()
	if now, ok := f.list.Selected(); had && ok && now.Key() != before.Key() && f.left(before) > 0 {
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
	before, _ := f.list.Selected()
	f.list.Set(kept)
	if code, _ := f.list.Selected(); code.Key() != before.Key() {
		f.list.Top()
	}
}

// rowText is what the filter looks at.
func (f *Feed) rowText(c client.Code, add func(string)) {
	card := f.env.CardWith(c)
	for _, part := range []string{f.purposeWords(c), screen.CardWords(card), card.ID, card.Profile, ui.Safe(plan.WordsOfCode(c.Type).What)} {
		add(part)
	}
}

// meant is the code that a key is about: the one under the cursor, unless it came there too late to be seen.
func (f *Feed) meant() (client.Code, bool) {
	if f.pushed != "" && f.env.Now().Sub(f.pushedAt) < dialog.Grace {
		if code, ok := f.env.Codes.Find(f.pushed); ok {
			return code, true
		}
	}
	return f.list.Selected()
}

// Close ends the asking.
func (f *Feed) Close() tea.Cmd {
	f.end()
	return screen.Send(screen.UnwatchMsg{})
}

// Counting is true all the time: either a code runs out or the time since the last question is shown.
func (f *Feed) Counting() bool { return true }

// CapturesInput reports whether a filter is being typed.
func (f *Feed) CapturesInput() bool { return f.list.Filtering() }

// Escape clears the filter.
func (f *Feed) Escape() bool {
	filtered := f.list.Clear()
	f.arrange()
	return filtered
}
