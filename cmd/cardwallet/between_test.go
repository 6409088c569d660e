//go:build unix

package main

import (
	"os/exec"
	"strings"
	"testing"

	"cardwallet/cmd/internal/run"
)

// meanwhile runs another cardwallet of the same person to its end.
func (p *person) meanwhile(args ...string) string {
	p.t.Helper()
	cmd := exec.Command("cardwallet", args...)
	cmd.Env = p.cmd.Env
	out, err := cmd.CombinedOutput()
	if err != nil {
		p.t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return string(out)
}

// What a person says yes to is what they were told of: a movement that appears while they read the question is in the way.
func TestAMovementInBetweenIsNotPassedOver(t *testing.T) {
	t.Parallel()
	for _, flags := range [][]string{nil, {"--repeat"}} {
		box, config, card := askingBox(t)
		before := applied(box)
		p := sit(t, config, "", append([]string{"topup", card, "20"}, flags...)...)
		p.await("top up? [y/N]")
		p.meanwhile("topup", card, "20", "--yes")
		p.write("y\n")
		if code := p.ends(); code != run.ExitUnanswered || applied(box) != before+1 ||
			!strings.Contains(p.screen(), "the same movement was made a moment ago") {
			t.Errorf("%v: exit code %d, %d top-ups\n%s", flags, code, applied(box)-before, p.screen())
		}
	}
}
