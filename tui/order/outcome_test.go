package order

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// What the issuer said of a movement whose outcome is unknown stands between the doubt and what can be done, and is made safe.
func TestWhatIsKnownOfAnUnknownOutcome(t *testing.T) {
	const doubt = "outcome unknown: the money may have moved, do not send it again"
	for _, c := range []struct {
		description string
		known       string
	}{
		{`the issuer said "Read timed out", ` + client.BeingFoundOut + "; the money may have moved", `the issuer said "Read timed out", ` +
			client.BeingFoundOut},
		{"the connection broke before an answer came; the money may have moved", "the connection broke before an answer came"},
		{"no\x1b[2J answer\u202e; the money may have moved", "no answer"},
		{"", ""},
	} {
		env := screentest.NewEnv(t)
		o := Order{Env: env, Kind: client.MoveTopUp,
			Movement: client.Movement{Kind: client.MoveTopUp, Status: client.MovementUnknown, Description: c.description}}
		lines := o.outcomeLines(300)
		raw := strings.Join(lines, "\n")
		text := ansi.Strip(raw)
		if !strings.Contains(text, doubt) || !strings.Contains(text, c.known) || strings.Count(text, "the money may have moved") != 1 ||
			strings.Contains(raw, "\x1b[2J") {
			t.Errorf("%q: %q", c.description, text)
		}
	}
}

// A success that was taken back is no simple failure: the money had been there.
func TestNoticeOfAReversal(t *testing.T) {
	m := client.Movement{Profile: "fin", Kind: client.MoveTopUp, Status: client.MovementFailed, Description: client.Reversed + ": no"}
	if level, text := screen.SettledNotice(m); level != ui.Bad || !strings.HasSuffix(text, "at fin: "+client.Reversed) {
		t.Errorf("%v %q", level, text)
	}
	m.Description = "no"
	if _, text := screen.SettledNotice(m); strings.Contains(text, client.Reversed) || !strings.HasSuffix(text, "failed") {
		t.Errorf("%q", text)
	}
	m.Status, m.Description = client.MovementSucceeded, client.Reversed
	if m.Reversed() {
		t.Error("an issuer's words reverse a success")
	}
}

func TestOutcomeThatSomebodyElseFoundOutIsShown(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openTopUp(r)
		r.Typed("25")
		r.Payer.Status, r.Payer.Err = client.MovementUnknown, client.ErrUnknown
		r.Press("enter", "y")
		r.Shows("outcome unknown")
		settled := screentest.Got[screen.MovedMsg](r)[0].Movement
		other := settled
		other.OrderID = "CWOTHER"
		other.Status = client.MovementSucceeded
		r.Take(screen.MovedMsg{Movement: other})
		r.Settle()
		r.Shows("outcome unknown")
		settled.Status = client.MovementSucceeded
		r.Take(screen.MovedMsg{Movement: settled})
		r.Settle()
		r.Shows("topped up 25.00 USD")
	})
}
