package setup

import (
	"testing"

	"cardwallet/cmd/internal/diagnosis"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
	"cardwallet/tui/clip"
)

// TestDoctorInADetachedTmuxFindsNoProblem: a session that nobody looks at, as of a script, says what cannot be known there.
func TestDoctorInADetachedTmuxFindsNoProblem(t *testing.T) {
	a := &command{&run.App{}}
	settings := config.Defaults()
	b := clip.New(clip.Options{Mode: clip.Off})
	for name, tc := range map[string]struct {
		at      clip.Situation
		skipped []string
		problem bool
	}{
		"over SSH":               {clip.Situation{Tmux: true, Remote: true, Version: "tmux 3.4", Err: clip.ErrNobody}, []string{"path"}, false},
		"at the machine":         {clip.Situation{Tmux: true, Version: "tmux 3.4", Via: clip.System}, []string{"tmux", "test"}, false},
		"no way for one who is":  {clip.Situation{Tmux: true, Version: "tmux 3.4", Terminal: "xterm", Viewers: 2, Err: clip.ErrOther}, nil, true},
		"without tmux, no way":   {clip.Situation{Err: clip.ErrOther}, nil, true},
		"switched off, detached": {clip.Situation{Tmux: true, Err: clip.ErrOff}, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			problem, skipped := false, map[string]bool{}
			for _, f := range a.checkClipboard(t.Context(), settings, b, tc.at, false) {
				problem = problem || f.Status == diagnosis.Problem
				skipped[f.Name] = f.Status == diagnosis.Skipped
			}
			if problem != tc.problem {
				t.Errorf("a problem is found: %v", problem)
			}
			for _, what := range tc.skipped {
				if !skipped[what] {
					t.Errorf("%s is not skipped", what)
				}
			}
		})
	}
}
