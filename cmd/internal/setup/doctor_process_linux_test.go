//go:build linux

package setup

import (
	"testing"

	"cardwallet/cmd/internal/diagnosis"
)

func TestSwapFinding(t *testing.T) {
	const header = "Filename\tType\tSize\tUsed\tPriority\n"
	for swaps, want := range map[string]string{
		"": diagnosis.OK, header: diagnosis.OK, header + "/dev/zram0 partition 1 0 -2\n": diagnosis.OK,
		header + "/dev/sda2 partition 1 0 -2\n": diagnosis.Warning,
	} {
		if got := swapFinding("process", swaps); got.Status != want {
			t.Errorf("%q: %+v", swaps, got)
		}
	}
}
