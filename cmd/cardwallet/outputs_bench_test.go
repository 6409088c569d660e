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

	"cardwallet/client/sandbox"
)

// outputsCards is of how many FinHub cards the records are read: about 100,000.
const outputsCards = 45_000

// BenchmarkOutputs measures a whole process for each form in which records are printed: its time, and the most memory that it had resident,
// of which the program's file is a part. CARDWALLET_BENCH_PROGRAM names another program to measure.
func BenchmarkOutputs(b *testing.B) {
	dir := b.TempDir()
	program := os.Getenv("CARDWALLET_BENCH_PROGRAM")
	if program == "" {
		program = filepath.Join(dir, "cardwallet")
		if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
	}
	key, err := registered()
	if err != nil {
		b.Fatal(err)
	}
	box, err := sandbox.Start(context.Background(), sandbox.Options{Seed: 7, FinHubKey: &key.PublicKey, Cards: outputsCards, RateLimit: -1})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = box.Close() }()
	config, err := box.WriteConfig(filepath.Join(dir, "box"), key)
	if err != nil {
		b.Fatal(err)
	}
	for _, args := range [][]string{{"transactions", "--jsonl"}, {"transactions", "--csv"}, {"transactions", "--json"}, {"transactions"},
		{"spending"}, {"spending", "--by", "day,merchant"}} {
		b.Run(args[0]+args[len(args)-1], func(b *testing.B) {
			for b.Loop() {
				cmd := exec.Command(program, append([]string{"--config", config, "--profile", "fin"}, args...)...)
				cmd.Env = []string{"HOME=" + dir, "PATH=" + os.Getenv("PATH"), "TZ=UTC"}
				var said bytes.Buffer
				cmd.Stderr = &said
				out, err := cmd.StdoutPipe()
				if err != nil {
					b.Fatal(err)
				}
				begun := time.Now()
				if err := cmd.Start(); err != nil {
					b.Fatal(err)
				}
				lines, peak := 0, 0.0
				for buffer := make([]byte, 1<<16); err == nil; {
					var n int
					n, err = out.Read(buffer)
					lines += bytes.Count(buffer[:n], []byte("\n"))
					peak = max(peak, most(cmd.Process.Pid)) // it is not there any more when the last of the output was read
				}
				if err := cmd.Wait(); err != nil {
					b.Fatalf("%v: %s", err, said.String())
				}
				b.ReportMetric(time.Since(begun).Seconds(), "s")
				b.ReportMetric(float64(lines), "lines")
				b.ReportMetric(peak, "MiB-peak")
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// most is the most memory in MiB that a process had resident; 0 where it has ended.
func most(pid int) float64 {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kib, _ := strconv.ParseFloat(fields[0], 64)
	return kib / 1024
}
