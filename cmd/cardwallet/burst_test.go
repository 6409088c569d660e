//go:build unix

package main

import (
	"strings"
	"testing"
	"time"

	"cardwallet/client/sandbox"
	"cardwallet/tui/dialog"
)

// TestABurstAnswersNoQuestionOfTheScreen: text that a terminal delivers in one piece, as it does with a paste without brackets, where the
// issuers take their time. What a person types afterwards counts.
func TestABurstAnswersNoQuestionOfTheScreen(t *testing.T) {
	t.Parallel()
	slow := func(t *testing.T, box *sandbox.Sandbox) {
		t.Helper()
		for _, issuer := range []string{sandbox.IssuerFinHub, sandbox.IssuerAurex} {
			if err := box.SetFault(sandbox.Fault{Issuer: issuer, Path: "*", Kind: sandbox.FaultLatency, Delay: 250 * time.Millisecond}); err != nil {
				t.Fatal(err)
			}
		}
	}
	sent := func(box *sandbox.Sandbox) int {
		n := 0
		for _, r := range box.Requests() {
			for _, path := range []string{"/topup", "/deposit", "/freeze", "/withdraw", "/cancel"} {
				if r.Method == "POST" && strings.HasSuffix(strings.ToLower(r.Path), path) {
					n++
				}
			}
		}
		return n
	}
	for _, tc := range []struct {
		name, opens, see, burst string
	}{
		{"an amount and a word", "t", "amount", "25.00\ryes please\r"},
		{"an amount and y", "t", "amount", "25.00\ry"},
		{"a word in the list", "", "", "verify"},
		{"a sentence in the list", "", "", "for my team it says try today\r"},
		{"with the key that opens", "", "", "t25.00\ry\r"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel() // each waits for what never comes
			box, config, _ := askingBox(t)
			issuer := sandbox.IssuerAurex
			if tc.opens == "" {
				issuer = sandbox.IssuerFinHub // whose cards can be frozen
			}
			card := usableCard(t, box, issuer)
			p := sit(t, config, "")
			p.shows("1 of")
			p.write("/" + card[len(card)-4:] + "\r")
			p.shows("1 of 1,")
			slow(t, box)
			if tc.opens != "" {
				p.write(tc.opens)
				p.shows(tc.see)
			}
			p.write(tc.burst)
			time.Sleep(2*time.Second + dialog.Grace + dialog.Alone) // for all that it may have set going
			if n := sent(box); n != 0 {
				t.Errorf("%d orders were sent:\n%s", n, p.oneScreen())
			}
			p.write("\x03")
			p.ends()
			if n := sent(box); n != 0 {
				t.Errorf("%d orders were sent at the end", n)
			}
		})
	}
}
