package preview

import (
	"errors"
	"fmt"
	"time"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Trouble is an account that could not be read. It is drawn in the place of a card until the person goes on. Its texts are safe.
type Trouble struct {
	Env        *screen.Env
	Account    string
	Err        error
	What, Hint string    // of Err
	Shown      time.Time // when the cards that are shown were read, zero where there are none
	Came       int       // how many cards are shown of a first list that stopped in the middle
	Others     bool      // there are other accounts
}

// Title names the account.
func (t Trouble) Title() string {
	switch {
	case client.Readable(t.Err) == nil:
		return "! " + t.Account + " sent what cannot be read"
	case errors.Is(t.Err, client.ErrUnreachable):
		return "✕ " + t.Account + " does not answer"
	}
	return "✕ " + t.Account + " cannot be read"
}

// Lines say what failed, what is shown all the same, and what can be done, in so many cells.
func (t Trouble) Lines(width int) []string {
	s, k := t.Env.Styles, t.Env.Keys
	const most = 6 // lines of a text
	var lines []string
	for _, line := range ui.Wrapped(t.What, width-2, most) {
		lines = append(lines, " "+s.Bad.Render(line))
	}
	for _, line := range ui.Wrapped(t.Hint, width-2, most) {
		lines = append(lines, " "+line)
	}
	switch {
	case t.Came > 0:
		lines = append(lines, s.Warn.Render(fmt.Sprintf(" shown: only the %d cards that came", t.Came)))
	case client.Readable(t.Err) != nil && !t.Shown.IsZero():
		lines = append(lines, s.Muted.Render(" shown: the cards as of "+ui.ClockTime(t.Shown, t.Env.Now())))
	}
	keys := ui.KeyWords(s, ui.Named(k.Refresh, "tries again"))
	if t.Others {
		keys += "   " + ui.KeyWords(s, ui.Named(k.Profiles, "the accounts"))
	}
	return append(lines, " "+keys)
}
