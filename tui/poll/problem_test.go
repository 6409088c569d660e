package poll

import (
	"errors"
	"fmt"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/screentest"
)

func TestWhatIsSaidOfAJournalThatCannotBeRead(t *testing.T) {
	for text, err := range map[string]error{
		"no money can be moved: the disk is full": errors.New("the disk is full"),
		"the team's journal does not answer: unreachable: reading goes on, nothing can be sent": fmt.Errorf(
			"the team's journal does not answer: %w", client.ErrUnreachable),
	} {
		s := NewSettler(screentest.NewEnv(t), nil)
		if got := s.Problem(err); got != text {
			t.Errorf("%q, want %q", got, text)
		}
		if got := s.Problem(err); got != "" {
			t.Errorf("said again: %q", got)
		}
	}
}
