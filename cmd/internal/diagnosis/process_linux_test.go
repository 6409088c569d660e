//go:build linux

package diagnosis

import (
	"testing"
)

func TestSwapFinding(t *testing.T) {
	const header = "Filename\tType\tSize\tUsed\tPriority\n"
	for swaps, want := range map[string]string{
		"": OK, header: OK, header + "/dev/zram0 partition 1 0 -2\n": OK,
		header + "/dev/sda2 partition 1 0 -2\n": Warning,
	} {
		if got := swapFinding("process", swaps); got.Status != want {
			t.Errorf("%q: %+v", swaps, got)
		}
	}
}
