package cards

import (
	"slices"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/preview"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// todayKept is how many movements of today are kept.
const todayKept = 50

// readToday asks the journal for what was done today. No issuer is asked.
func (c *Cards) readToday() tea.Cmd {
	ctx, payer, midnight := c.env.Ctx, c.env.Payer, c.midnight()
	return screen.Ask(c, func() ([]client.Movement, error) {
		return payer.Movements(ctx, client.MovementFilter{Since: midnight, Limit: todayKept})
	}, func(moves []client.Movement, err error) tea.Cmd {
		if err == nil { // the screen of the journal says what is wrong with it
			c.today = moves
		}
		return nil
	})
}

func (c *Cards) midnight() time.Time {
	now := c.env.Now()
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
}

// onMoves reads what was done today again, if something is open that was not, or the other way round.
func (c *Cards) onMoves() tea.Cmd {
	open := ""
	for _, m := range c.env.Moves.Open {
		open += m.OrderID + " " + string(m.Status) + "\n"
	}
	if c.heard && open == c.open {
		return nil
	}
	c.heard, c.open = true, open
	return c.readToday()
}

// inbox is the panel of what goes on: codes, masked, and what was done today.
func (c *Cards) inbox() ui.Pane {
	live := c.env.Codes.Live(c.env.Now())
	today := slices.DeleteFunc(slices.Clone(c.today), func(m client.Movement) bool { return m.CreatedAt.Before(c.midnight()) })
	pane := ui.Pane{
		Panel: ui.Panel{Title: "Live codes", FootRight: ui.KeyWords(c.env.Styles, ui.Named(c.env.Keys.CodesTab, "all codes"))},
		Lines: func(width, height int) []string {
			return preview.Inbox{Env: c.env, Live: live, Today: today}.Lines(width, height)
		},
	}
	if len(live) > 0 {
		pane.Right = strconv.Itoa(len(live))
	}
	return pane
}
