package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/creack/pty"

	"cardwallet/client/sandbox"
)

// BenchmarkFirstFrame measures a whole process: from its start to the first frame in a terminal that never answers a query.
func BenchmarkFirstFrame(b *testing.B) {
	dir := b.TempDir()
	program := filepath.Join(dir, "cardwallet")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	b.Run("version", func(b *testing.B) { firstOutput(b, program, dir, "cardwallet", "--version") })
	b.Run("demo", func(b *testing.B) { firstOutput(b, program, dir, "Cards", "demo") })
	b.Run("configured", func(b *testing.B) {
		key, err := registered()
		if err != nil {
			b.Fatal(err)
		}
		box, err := sandbox.Start(context.Background(), sandbox.Options{Seed: 7, FinHubKey: &key.PublicKey, Cards: 100})
		if err != nil {
			b.Fatal(err)
		}
		defer func() { _ = box.Close() }()
		config, err := box.WriteConfig(filepath.Join(dir, "box"), key)
		if err != nil {
			b.Fatal(err)
		}
		firstOutput(b, program, dir, "Cards", "--config", config)
	})
}

// firstOutput starts the program again and again and reports the median time until the text is on the screen.
func firstOutput(b *testing.B, program, home, text string, args ...string) {
	var times []time.Duration
	for b.Loop() {
		took, err := timeTo(program, home, text, args)
		if err != nil {
			b.Fatal(err)
		}
		times = append(times, took)
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "ms-median")
	b.ReportMetric(float64(times[len(times)*9/10].Microseconds())/1000, "ms-p90")
	b.ReportMetric(0, "ns/op")
}

func timeTo(program, home, text string, args []string) (time.Duration, error) {
	cmd := exec.Command(program, args...)
	cmd.Env = []string{"HOME=" + home, "TERM=xterm-256color", "PATH=" + os.Getenv("PATH")}
	start := time.Now()
	screen, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 30, Cols: 100})
	if err != nil {
		return 0, err
	}
	defer func() { _ = screen.Close() }()
	defer func() { _ = cmd.Wait() }()
	defer func() { _ = cmd.Process.Kill() }()
	var seen []byte
	buffer := make([]byte, 4096)
	for {
		n, err := screen.Read(buffer)
		seen = append(seen, buffer[:n]...)
		if bytes.Contains(seen, []byte(text)) {
			return time.Since(start), nil
		}
		if err != nil {
			return 0, fmt.Errorf("%q never came: %w: %q", text, err, seen)
		}
	}
}
