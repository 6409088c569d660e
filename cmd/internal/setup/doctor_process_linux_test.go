//go:build linux

package setup

import (
	"testing"
)

func TestSwapFinding(t *testing.T) {
	const header = "Filename\tType\tSize\tUsed\tPriority\n"
	for swaps, want := range map[string]string{
		"": CheckOK, header: CheckOK, header + "/dev/zram0 partition 1 0 -2\n": CheckOK, header + "/dev/sda2 partition 1 0 -2\n": CheckWarning,
	} {
		if got := swapFinding("process", swaps); got.Status != want {
			t.Errorf("%q: %+v", swaps, got)
		}
	}
}
