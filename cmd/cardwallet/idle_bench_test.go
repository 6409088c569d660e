//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"cardwallet/client/sandbox"
)

// idleFor is how long the processor time of an idle wallet is measured.
const idleFor = 10 * time.Second

// BenchmarkIdle measures a whole process that shows a list while nothing counts: share of one core and resident memory.
func BenchmarkIdle(b *testing.B) {
	dir := b.TempDir()
	program := filepath.Join(dir, "cardwallet")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	for _, cards := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprintf("%d-cards", cards), func(b *testing.B) {
			key, err := registered()
			if err != nil {
				b.Fatal(err)
			}
			box, err := sandbox.Start(context.Background(), sandbox.Options{Seed: 7, FinHubKey: &key.PublicKey, Cards: cards, RateLimit: -1})
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = box.Close() }()
			config, err := box.WriteConfig(filepath.Join(dir, "box"+strconv.Itoa(cards)), key)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if err := idle(b, program, dir, config, cards); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

func idle(b *testing.B, program, home, config string, cards int) error {
	cmd := exec.Command(program, "--config", config, "--profile", "fin")
	cmd.Env = []string{"HOME=" + home, "TERM=xterm-256color", "PATH=" + os.Getenv("PATH")}
	screen, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 30, Cols: 100})
	if err != nil {
		return err
	}
	defer func() { _ = screen.Close() }()
	defer func() { _ = cmd.Wait() }()
	defer func() { _ = cmd.Process.Kill() }()
	if err := readUntil(screen, "of "+strconv.Itoa(cards)); err != nil {
		return err
	}
	go func() { // the terminal goes on taking what is drawn
		buffer := make([]byte, 4096)
		for err == nil {
			_, err = screen.Read(buffer)
		}
	}()
	before, err := processorTime(cmd.Process.Pid)
	if err != nil {
		return err
	}
	time.Sleep(idleFor) // this is what is measured, not a wait for something
	after, err := processorTime(cmd.Process.Pid)
	if err != nil {
		return err
	}
	b.ReportMetric(100*float64(after-before)/float64(idleFor), "%cpu")
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "VmRSS:" {
			kib, err := strconv.Atoi(fields[1])
			if err != nil {
				return err
			}
			b.ReportMetric(float64(kib)/1024, "MiB-resident")
		}
	}
	return nil
}

func readUntil(screen *os.File, text string) error {
	var seen []byte
	buffer := make([]byte, 4096)
	for !bytes.Contains(seen, []byte(text)) {
		n, err := screen.Read(buffer)
		if seen = append(seen, buffer[:n]...); err != nil {
			return fmt.Errorf("%q never came: %w", text, err)
		}
	}
	return nil
}

// processorTime sums what the scheduler gave to all threads of a process.
func processorTime(pid int) (time.Duration, error) {
	paths, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil {
		return 0, err
	}
	var sum time.Duration
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // the thread has ended
		}
		fields := strings.Fields(string(data))
		if len(fields) == 0 {
			continue
		}
		ns, err := strconv.ParseInt(fields[0], 10, 64)
		if err != nil {
			return 0, err
		}
		sum += time.Duration(ns)
	}
	return sum, nil
}
