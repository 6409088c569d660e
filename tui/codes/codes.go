// Package codes has the screen of one-time passwords and other codes, of one card or of all cards.
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

// Codes lists the codes of all accounts or of one card: those that live, newest first, and below them those that are over. Of the one
// in focus it draws the value, large, so that a person can read or copy it the moment it arrives. As long as the screen is there, codes are
// asked for again and again.
type Codes struct {
	openCodes
	list  ui.Rows[client.Code] // the live ones first, the newest at the top; then those that are over, the last one first
	card  client.Card          // whose codes they are; the zero Card is all
	lived bool                 // the code in focus did when the codes were arranged last

	rows ui.Area // where they were drawn last
	tall int     // lines of a row there

	// A new code takes the place of the newest one in focus. A key that was on its way is about the one before.
	pushed   string // Code.Key
	pushedAt time.Time
}

// NewFeed returns the screen of the codes of all accounts.
func NewFeed(env *screen.Env) *Codes {
	return newCodes(env, client.Card{}, func(c client.Code) string {
		return strings.TrimSpace(plan.WordsOfCode(c.Type).Name + " " + screen.CardEnd(env.CardWith(c)))
	})
}

// NewOTP returns the screen of a card's codes. The card is armed, which means asked about again and again, as long as the screen is there.
func NewOTP(env *screen.Env, card client.Card) *Codes {
	return newCodes(env, card, func(c client.Code) string { return plan.WordsOfCode(c.Type).Name })
}

func newCodes(env *screen.Env, card client.Card, name func(client.Code) string) *Codes {
	c := &Codes{openCodes: newOpenCodes(env, name), card: card}
	c.list = ui.NewRows(func(a, b client.Code) bool { return a.Key() == b.Key() }, c.rowText)
	return c
}

// OfAll reports whether it lists the codes of all accounts.
func (c *Codes) OfAll() bool { return c.card.ID == "" }

// Profile is the account of the card, empty where the codes are of all accounts.
func (c *Codes) Profile() string { return c.card.Profile }

// Focus puts the code with that Code.Key in focus, where it is listed. Nothing is opened yet. Where that is the newest one, a code that
// comes later takes its place.
func (c *Codes) Focus(key string) {
	c.arrange()
	if c.list.Choose(func(code client.Code) bool { return code.Key() == key }) {
		c.onMoved()
	}
}

// Init asks for codes and opens the newest that is there already.
func (c *Codes) Init() tea.Cmd {
	c.arrange()
	var watch tea.Msg = screen.WatchMsg{}
	if !c.OfAll() {
		watch = screen.ArmMsg{Card: c.card}
	}
	return tea.Batch(screen.Send(watch), c.openFocus())
}

// Close ends the asking.
func (c *Codes) Close() tea.Cmd {
	c.end()
	if c.OfAll() {
		return screen.Send(screen.UnwatchMsg{})
	}
	return screen.Send(screen.DisarmMsg{Card: c.card})
}

// Update handles keys, new codes and opened ones.
func (c *Codes) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return c.onKey(msg)
	case ui.PointMsg:
		return c.onPoint(msg)
	case tea.PasteMsg:
		return c.onFilter(c.list.Query(), c.list.Paste(msg))
	case screen.CodesMsg, ui.TickMsg:
		c.refresh()
		return c.openFocus()
	case codeOpenedMsg:
		return c.onOpened(msg)
	}
	return nil
}

func (c *Codes) onKey(msg tea.KeyPressMsg) tea.Cmd {
	c.refresh()
	if cmd, taken := c.onListKey(msg); taken {
		return cmd
	}
	cmd, _ := ui.Dispatch(c.Actions(), msg)
	return tea.Batch(cmd, c.openFocus())
}

// onPoint puts the code in focus that was clicked.
func (c *Codes) onPoint(msg ui.PointMsg) tea.Cmd {
	c.refresh()
	code, ok := c.list.Selected()
	if c.list.Point(msg, c.rows, c.tall) && ok && c.OfAll() {
		return c.openCard(code)
	}
	c.onMoved()
	return c.openFocus()
}

// onListKey handles a key that moves the cursor or edits the filter.
func (c *Codes) onListKey(msg tea.KeyPressMsg) (cmd tea.Cmd, taken bool) {
	before, filtering := c.list.Query(), c.list.Filtering()
	if cmd, taken = c.list.Update(msg, c.env.Keys); !taken {
		return nil, false
	}
	// Opening or leaving the filter moves nothing, nor does what is typed into it.
	if filtering == c.list.Filtering() && (!filtering || msg.Text == "") {
		c.onMoved()
	}
	return tea.Batch(c.onFilter(before, cmd), c.openFocus()), true
}

// onFilter opens what another filter than before shows. Who types into it starts at the newest code again.
func (c *Codes) onFilter(before ui.Query, cmd tea.Cmd) tea.Cmd {
	if slices.Equal(before, c.list.Query()) {
		return cmd
	}
	if c.list.Filtering() {
		c.list.Top()
	}
	c.arrange()
	return tea.Batch(cmd, c.openFocus())
}

// onMoved notes that the person chose a code. At the top the cursor follows the newest.
func (c *Codes) onMoved() {
	c.pushed = ""
	code, ok := c.list.Selected()
	if ok && code.Key() == c.list.Matching()[0].Key() {
		c.list.Top()
	}
	c.lived = ok && c.left(code) > 0
}

// refresh arranges the codes. One that is not in focus any more is remembered for a moment.
func (c *Codes) refresh() {
	before, had := c.list.Selected()
	c.arrange()
	if now, ok := c.list.Selected(); had && ok && now.Key() != before.Key() {
		c.pushed, c.pushedAt = before.Key(), c.env.Now()
	}
}

// arrange lists the codes as they are now. The cursor stays on the code that the person moved to as long as that lives.
func (c *Codes) arrange() {
	now, book := c.env.Now(), c.env.Codes
	codes := slices.Clone(book.Codes)
	if !c.OfAll() {
		codes = book.OfCard(c.card)
	}
	c.forget(codes)
	slices.SortStableFunc(codes, func(a, b client.Code) int {
		overA, overB := c.left(a) == 0, c.left(b) == 0
		if overA != overB {
			if overA {
				return 1
			}
			return -1
		}
		ago := func(c client.Code) time.Duration { // clocks of issuers differ
			at := c.ReceivedAt
			if overA {
				at = c.ExpiresAt
			}
			return book.Now(c.Profile, now).Sub(at)
		}
		return cmp.Compare(ago(a), ago(b))
	})
	before, _ := c.list.Selected()
	c.list.Set(codes)
	if code, _ := c.list.Selected(); code.Key() != before.Key() || c.lived && c.left(code) == 0 {
		c.list.Top()
	}
	code, ok := c.list.Selected()
	c.lived = ok && c.left(code) > 0
}

// rowText is what the filter looks at.
func (c *Codes) rowText(code client.Code, add func(string)) {
	card := c.env.CardWith(code)
	for _, part := range []string{
		purposeWords(code), screen.CardWords(card), card.ID, card.Profile, ui.Safe(plan.WordsOfCode(code.Type).What),
	} {
		add(part)
	}
}

// meant is the code that a key is about: the one in focus, unless it came there too late to be seen.
func (c *Codes) meant() (client.Code, bool) {
	if c.pushed != "" && c.env.Now().Sub(c.pushedAt) < dialog.Grace {
		if code, ok := c.env.Codes.Find(c.pushed); ok {
			return code, true
		}
	}
	return c.list.Selected()
}

// openFocus opens the code in focus where it may be seen.
func (c *Codes) openFocus() tea.Cmd {
	if code, ok := c.list.Selected(); ok {
		return c.show(code)
	}
	return nil
}

// live is how many of the codes do.
func (c *Codes) live() int { return len(c.env.Codes.LiveOf(c.list.Matching(), c.env.Now())) }

// Counting is true all the time: a code may run out.
func (c *Codes) Counting() bool { return true }

// CapturesInput reports whether a filter is being typed.
func (c *Codes) CapturesInput() bool { return c.list.Filtering() }

// Prompt is the filter.
func (c *Codes) Prompt(width int) string { return c.list.Prompt(width) }

// Escape clears the filter.
func (c *Codes) Escape() bool {
	filtered := c.list.Clear()
	c.arrange()
	return filtered
}
