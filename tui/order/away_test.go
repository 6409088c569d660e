package order

import (
	"fmt"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
)

const noAnswer = "the team's journal does not answer"

var errAway = fmt.Errorf("%s: %w", noAnswer, client.ErrUnreachable)

// away is the journal gone while the person reads the summary, and what y brings then.
func away(r *screentest.Rig) {
	r.Payer.Broken = errAway
	r.Press("y")
	r.Shows(noAnswer)
}

// back is the journal there again, and read after that.
func back(r *screentest.Rig) {
	r.Payer.Broken = nil
	r.Env.Moves.Asked++
	r.Take(screen.MovesMsg{Read: r.Env.Moves.Asked})
	r.Settle()
	r.Hides(noAnswer)
}

// TestTheJournalIsBack: no order goes on saying that the journal does not answer once it has, and the same keys send it then.
func TestTheJournalIsBack(t *testing.T) {
	enter := func(r *screentest.Rig) { r.Press("enter") }
	for name, tc := range map[string]struct {
		open  func(*screentest.Rig)
		again func(*screentest.Rig) // up to the summary; nil where that is still there
	}{
		"top-up":   {func(r *screentest.Rig) { openTopUp(r); r.Typed("25"); r.Press("enter") }, enter},
		"withdraw": {func(r *screentest.Rig) { openWithdraw(r); r.Typed("25"); r.Press("enter") }, enter},
		"freeze":   {func(r *screentest.Rig) { r.Open(NewFreeze(r.Env, screentest.AdsCard())) }, nil},
		"limits":   {func(r *screentest.Rig) { openLimits(r, nil); r.Typed("120"); r.Press("enter") }, enter},
		"PIN":      {func(r *screentest.Rig) { openPIN(r); r.TypePIN() }, (*screentest.Rig).TypePIN},
	} {
		t.Run(name, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				r.Env.Moves.Asked = 7
				tc.open(r)
				away(r)
				r.Take(screen.MovesMsg{Err: errAway})
				r.Shows(noAnswer)
				if tc.again != nil {
					r.Take(screen.MovesMsg{Read: r.Env.Moves.Asked}) // asked before
					r.Shows(noAnswer)
				}
				back(r)
				if tc.again != nil {
					tc.again(r)
				}
				r.Press("y")
				if r.Payer.Orders() != 1 {
					t.Errorf("sent %d orders, and it shows\n%s", r.Payer.Orders(), r.View())
				}
			})
		})
	}
}

// TestEnterTriesAJournalThatWasAway: nobody has to wait until the journal was read.
func TestEnterTriesAJournalThatWasAway(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openTopUp(r)
		r.Typed("25")
		r.Press("enter")
		away(r)
		r.Press("enter")
		r.Shows("cannot be confirmed: " + noAnswer)
		r.Press("y", "esc")
		r.Hides(noAnswer)
		r.Payer.Broken = nil
		r.Press("enter", "y")
		r.Shows("topped up 25.00 USD")
	})
}

// TestTheSummaryAsksAJournalThatIsBack: what it objects to by now is said.
func TestTheSummaryAsksAJournalThatIsBack(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Payer.Broken, r.Payer.Guards = errAway, screentest.Repeated
		openTopUp(r)
		typeInvoice(r, "25", "invoice 9")
		r.Shows("cannot be confirmed: " + noAnswer)
		back(r)
		r.Shows("the same top-up was made 3 min ago")
		r.Press("y", "y")
		r.Shows("topped up 25.00 USD")
	})
}

// TestAnIssuerThatIsAwayIsNoJournal: its error stays until the person does something.
func TestAnIssuerThatIsAwayIsNoJournal(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openTopUp(r)
		r.Typed("25")
		r.Press("enter")
		r.Payer.Status, r.Payer.Err = "", &client.Error{Kind: client.ErrUnreachable, Profile: "fin", Op: "read balances", NotSent: true}
		r.Press("y")
		r.Shows("not sent: fin: read balances: unreachable")
		r.Take(screen.MovesMsg{Read: r.Env.Moves.Asked + 1})
		r.Shows("not sent: fin: read balances: unreachable")
	})
}
