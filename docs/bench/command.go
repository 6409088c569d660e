package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// command runs the wallet without a screen, and gives how long it took, how many lines it printed, and the most memory that it had.
func (b *bench) command(ctx context.Context, args []string) (took time.Duration, lines int, most memory, err error) {
	cmd := exec.CommandContext(ctx, b.wallet, args...)
	cmd.Env = []string{"HOME=" + b.newDir("command"), "PATH=" + os.Getenv("PATH")}
	var problems bytes.Buffer
	var printed lineCount
	cmd.Stdout, cmd.Stderr = &printed, &problems
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, most, err
	}
	peak := sampled(ctx, cmd.Process.Pid)
	err = cmd.Wait()
	took, most = time.Since(began), peak()
	if err != nil {
		err = fmt.Errorf("%s: %w: %s", strings.Join(args, " "), err, problems.Bytes())
	}
	return took, int(printed), most, err
}

// lineCount counts the lines of what is written to it.
type lineCount int

// Write counts line ends.
func (n *lineCount) Write(text []byte) (int, error) {
	*n += lineCount(bytes.Count(text, []byte{'\n'}))
	return len(text), nil
}

// sampled looks at the memory of a process every 50 ms until the function that it returns is called, which gives the most that there was.
func sampled(ctx context.Context, pid int) func() memory {
	ctx, stop := context.WithCancel(ctx)
	most := make(chan memory, 1)
	go func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		var m memory
		for {
			select {
			case <-ctx.Done():
				most <- m
				return
			case <-tick.C:
				if now, err := memoryOf(pid); err == nil {
					m = memory{private: max(m.private, now.private), resident: max(m.resident, now.resident), peak: max(m.peak, now.peak)}
				}
			}
		}
	}()
	return func() memory { stop(); return <-most }
}
