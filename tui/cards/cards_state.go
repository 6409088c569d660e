package cards

import (
	"fmt"
	"strings"
	"time"

	"cardwallet/client"
	"cardwallet/tui/preview"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// AccountState says in words how an account's list stands.
type AccountState struct {
	Profile string
	Problem string // what failed, safe; empty when nothing did
	Hint    string // what to do about it, safe
	Words   string // safe
	Reading bool
	At      time.Time // when the cards that are shown were read, zero before that
}

// Count is how many cards there are of the accounts that are shown, whatever the filter.
func (c *Cards) Count() int { return len(c.list.All) }

// Accounts gives the state of every account, in their order.
func (c *Cards) Accounts() []AccountState {
	states := make([]AccountState, len(c.listings))
	for i, l := range c.listings {
		states[i] = l.state(c.env)
	}
	return states
}

func (l *listing) state(env *screen.Env) AccountState {
	retries, state := ui.Says(env.Keys.Refresh, "retries"), AccountState{Profile: l.account.Profile, Reading: l.loading, At: l.at}
	switch {
	case l.loading && l.endless:
		state.Words = fmt.Sprintf("reading, page %d", l.done)
	case l.loading && l.total > 1:
		state.Words = fmt.Sprintf("reading, page %d of %d", l.done, l.total)
	case l.loading:
		state.Words = "reading the cards"
	case l.partly():
		state.Words = fmt.Sprintf("only %d cards came, %s", len(l.rows), retries)
	case l.err != nil && l.at.IsZero():
		state.Words = retries
	case client.Readable(l.err) != nil:
		state.Words = "as of " + ui.ClockTime(l.at, env.Now()) + ", " + retries
	default:
		state.Words = fmt.Sprintf("%d cards", len(l.rows))
	}
	if l.err != nil {
		what, hint := ui.Problem(l.err)
		state.Problem, state.Hint = strings.TrimPrefix(what, ui.Safe(l.account.Profile)+": "), hint
	}
	return state
}

// failed is the first of the accounts shown that could not be read, until the person went on; nil where there is none.
func (c *Cards) failed() *listing {
	for _, l := range c.of(c.profile) {
		if l.err != nil && !l.told {
			return l
		}
	}
	return nil
}

// goOn notes that the person saw why the account could not be read. It reports whether there is one: l may be nil.
func (l *listing) goOn() bool {
	if l != nil {
		l.told = true
	}
	return l != nil
}

// trouble is what failed at an account, to be drawn.
func (c *Cards) trouble(l *listing) preview.Trouble {
	state, came := l.state(c.env), 0
	if l.partly() {
		came = len(l.rows)
	}
	return preview.Trouble{Env: c.env, Account: ui.Safe(state.Profile), Err: l.err, What: state.Problem, Hint: state.Hint, Shown: l.at,
		Came: came, Others: len(c.listings) > 1}
}

// emptyLines say why there is no card to see, as far as it is not told beside the list. While cards are read for the first time, the rows
// are drawn as they will be.
func (c *Cards) emptyLines(width, height int, told bool) []string {
	s := c.env.Styles
	loading, failed := 0, (*listing)(nil)
	for _, l := range c.of(c.profile) {
		if l.loading {
			loading++
		} else if l.err != nil && failed == nil {
			failed = l
		}
	}
	var words []string
	switch {
	case len(c.listings) == 0:
		words = []string{preview.NoneMark + " no profile is configured"}
	case len(c.list.All) > 0:
		words = []string{preview.NoneMark + " no card has these words", "",
			s.Muted.Render("searched: name, label, last 4, holder, id, status, account"),
			s.Muted.Render("esc clears the filter")}
	case loading > 0:
		return c.skeleton(width, height)
	case failed != nil && told:
		words = []string{preview.NoneMark + " no cards could be read"}
	case failed != nil:
		trouble := c.trouble(failed)
		lines := append([]string{"", " " + s.Bad.Render(trouble.Title()), ""}, trouble.Lines(width)...)
		return lines[:min(len(lines), height)]
	default:
		words = []string{preview.NoneMark + " no cards yet", "", ui.KeyWords(s, ui.Named(c.env.Keys.New, "makes one"))}
	}
	return ui.Middle(words, width, height)
}

// skeleton is where cards will be.
func (c *Cards) skeleton(width, height int) []string {
	var rows [][]int
	for _, name := range []int{15, 10, 13, 18, 9, 14} {
		rows = append(rows, []int{nameColumn: name, endColumn: 6, accountColumn: 4, statusColumn: 8, balanceColumn: 10, sparkColumn: 0})
	}
	return c.table(width, nil).Skeleton(rows, width, height)
}
