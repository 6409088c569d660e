//go:build linux

package setup

import (
	"testing"
	"time"

	"cardwallet/cmd/internal/diagnosis"
)

func TestSkewFinding(t *testing.T) {
	for offset, want := range map[time.Duration]string{0: diagnosis.OK, 20 * time.Second: diagnosis.OK, -time.Minute: diagnosis.Warning,
		6 * time.Minute: diagnosis.Problem, -time.Hour: diagnosis.Problem} {
		if got := skewFinding("profile x", offset); got.Status != want {
			t.Errorf("%s: %+v", offset, got)
		}
	}
}
