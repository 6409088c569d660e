package tui_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui"
	"cardwallet/tui/clip"
	"cardwallet/tui/tuitest"
	"cardwallet/tui/ui"
)

const unknownOne = "?1"

func unknown() client.Movement {
	return client.Movement{
		OrderID: "CWOLD0000000000000000", Profile: "fin", CardID: "fin001", Kind: client.MoveTopUp, Amount: usd("30"),
		Status:      client.MovementUnknown,
		Description: "no answer came in time; the money may have moved",
	}
}

func TestUnknownOutcomeStaysInTheTitleOfEveryScreen(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		r.opts.Badge = "DEMO"
		r.till.rows = []client.Movement{unknown()}
		r.start(t, cols, rows)
		r.WaitFor(unknownOne, "1 of 5")
		title := func() {
			t.Helper()
			if line := r.Line(0); !strings.Contains(line, "DEMO") || !strings.Contains(line, unknownOne) {
				t.Errorf("the title is %q", line)
			}
		}
		r.Press("G")
		r.WaitFor("5 of 5")
		for _, step := range []struct {
			keys []string
			see  string
		}{
			{[]string{"enter"}, "v reveal"}, {[]string{"o"}, "waiting for a code"}, {[]string{"esc", "t"}, "at least"},
			{[]string{"5", "0", "enter"}, "Top up this card?"},
			{[]string{"esc"}, "enter continue"}, {[]string{"esc"}, "v reveal"}, {[]string{"w"}, "no fee yet"}, {[]string{"esc"}, "v reveal"},
			{[]string{"esc", "n"}, "new card    card"}, {[]string{"esc"}, "enter open ·"}, {[]string{"a"}, "M mark"},
			{[]string{"enter"}, "top-up of 30.00 USD"}, {[]string{"M"}, "what became of this?"}, {[]string{"enter"}, "because"},
			{[]string{"esc", "?"}, "─ Help ─"},
			{[]string{"esc", "p"}, "all profiles"},
		} {
			r.Press(step.keys...)
			r.WaitFor(step.see, unknownOne)
			title()
		}
		r.Resize(30, 8) // too small for anything else
		r.WaitFor("1 outcome unknown", "too small")
		r.Resize(cols, rows)
		r.WaitFor("all profiles")
		r.till.set(func(p *till) { p.settles = client.MovementSucceeded })
		r.Press("esc", "esc", "esc", "r")
		r.WaitFor("top-up of 30.00 USD at fin: done")
		r.WaitGone("outcome unknown", unknownOne)
		if r.till.count() != 0 {
			t.Error("settling sent something")
		}
		if err := r.Quit(); err != nil {
			t.Error(err)
		}
	})
}

func TestSettlingAtTheStartReadsTheBalancesAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.till.rows = []client.Movement{unknown()}
		r.till.settles = client.MovementSucceeded
		r.start(t, 80, 24)
		r.WaitFor("top-up of 30.00 USD at fin: done", "41.50 USD")
		if r.till.count() != 0 {
			t.Error("settling sent something")
		}
	})
}

func TestMarkedOutcomeLeavesTheTitle(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.till.rows = []client.Movement{unknown()}
		r.start(t, 60, 16)
		r.WaitFor(unknownOne)
		r.Press("a")
		r.WaitFor("top up", "··1001", "30.00 USD", "unknown", "M mark")
		r.Press("a") // it is there already
		r.Press("M")
		r.WaitFor("what became of this?")
		r.Press("down", "enter")
		r.Type("seen at the issuer q?a")
		r.Press("enter")
		r.WaitFor("seen at the issuer q?a", "record it for good")
		r.confirm(t, "marked as not done", "failed")
		r.WaitGone("outcome unknown", unknownOne)
		r.Press("esc")
		r.WaitFor("1 of 5")
	})
}

func TestDamagedJournalLeavesTheRestWorking(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.till.broken = errors.New("the journal is damaged\nit was set aside")
		r.start(t, 80, 24)
		r.WaitFor("✕ no money can be moved: the journal is damaged; it was set aside", "fin card 002")
		r.Press("G")
		r.WaitGone("no money can be moved")
		r.Press("t")
		r.WaitFor("at least 10.00 USD")
		r.Type("50")
		r.Press("enter")
		r.WaitFor("cannot be confirmed: the journal is damaged", "it was set aside")
		r.Press("y", "esc")
		r.WaitFor("enter continue")
		r.Press("esc")
		r.WaitFor("5 of 5")
		r.Press("enter")
		r.WaitFor("v reveal")
		r.Press("v")
		r.WaitFor("4288 3751")
		if r.till.count() != 0 {
			t.Error("sent without a journal")
		}
	})
}

// Each of the three kinds, as a person with a nervous finger makes it.
func TestDoubleSubmitMakesOneMovement(t *testing.T) {
	for _, c := range []struct{ key, see, sending, done string }{
		{"t", "at least 10.00 USD", "Top up this card?", "topped up 50.00 USD"},
		{"w", "at least 10.00 USD", "Take money back", "withdrawn 50.00 USD"},
		{"n", "at least 10.00 USD", "Create this card?", "created a new card"},
	} {
		for _, size := range screenSizes {
			runRig(t, fmt.Sprintf("%s %dx%d", c.key, size[0], size[1]), func(t *testing.T, r *rig) {
				r.till.gate = make(chan struct{})
				r.fin.cards[2].Balance = usd("99")
				r.start(t, size[0], size[1])
				r.WaitFor("1 of 5")
				r.Press("G", c.key)
				r.WaitFor(c.see)
				r.Type("50")
				r.Press("enter", "enter")
				r.WaitFor(c.sending, "y confirm")
				r.Type("yy") // faster than anybody reads
				r.WaitFor("too fast for an answer", c.sending)
				r.confirm(t, "written down here", "esc let it run on")
				r.Press("x", "y", "enter", "t", "w", "n", "y")
				close(r.till.gate)
				r.WaitFor(c.done, "esc back")
				r.Type("yy")
				r.Press("r")
				r.WaitFor(c.done)
				if n := r.till.count(); n != 1 {
					t.Errorf("sent %d orders", n)
				}
			})
		}
	}
}

func TestCreatedCardIsInTheListAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.till.gate = make(chan struct{})
		close(r.till.gate)
		r.till.first = client.MovementSucceeded
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("n")
		r.WaitFor("at least 10.00 USD")
		r.fin.set(func(is *issuer) { is.err = client.ErrUnreachable }) // so that the list cannot have it
		r.Type("50")
		r.Press("enter")
		r.WaitFor("Create this card?")
		r.confirm(t, "created a new card with 50.00 USD on it", "pending in the list")
		r.Press("esc")
		r.WaitFor("new card", "pending", "of 6")
	})
}

func TestContextTakesBackWhatTheTerminalGot(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.board.via = clip.Terminal
		ctx, cancel := context.WithCancel(context.Background())
		r.Term = tuitest.StartFunc(t, 80, 24, func(own ...tea.ProgramOption) error { return tui.Run(ctx, r.opts, own...) })
		r.WaitFor("1 of 5")
		r.Press("enter")
		r.WaitFor("v reveal")
		r.Press("down", "down", "c")
		r.WaitFor("CVV sent to your terminal")
		cancel()
		if err := r.Wait(); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if !strings.Contains(r.Raw(), "\x1b]52;c;IA==") || r.board.holds() != "" {
			t.Error("what was copied stays in the terminal's clipboard")
		}
	})
}

func TestTitleCutsThePlaceBeforeTheAlert(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.till.rows = []client.Movement{unknown(), unknown(), unknown()}
		r.till.rows[1].OrderID, r.till.rows[2].OrderID, r.till.rows[2].Status = "CW2", "CW3", client.MovementProcessing
		r.opts.Badge = "DEMO"
		r.start(t, 60, 16)
		r.WaitFor("?2")
		r.Send(ui.PushMsg{Screen: &page{name: strings.Repeat("a long place ", 9)}})
		r.WaitFor(" DEMO    a long place a long place", " ?2 ")
	})
}
