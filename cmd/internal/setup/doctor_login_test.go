//go:build linux

package setup

import (
	"testing"
	"time"
)

func TestSkewFinding(t *testing.T) {
	for offset, want := range map[time.Duration]string{0: CheckOK, 20 * time.Second: CheckOK, -time.Minute: CheckWarning,
		6 * time.Minute: checkProblem, -time.Hour: checkProblem} {
		if got := skewFinding("profile x", offset); got.Status != want {
			t.Errorf("%s: %+v", offset, got)
		}
	}
}
