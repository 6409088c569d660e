package crypto_test

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"cardwallet/crypto"
)

// outside is memory that is not looked at: what is searched for lies there, and what is read.
type outside struct {
	memory       []byte
	needle, page []byte
}

const pageSize = 1 << 20

func newOutside(t *testing.T, needle string) *outside {
	t.Helper()
	memory, err := unix.Mmap(-1, 0, 2*pageSize, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Munmap(memory) })
	o := &outside{memory: memory, page: memory[pageSize:]}
	for i := range needle { // what the source code has is the other way round
		memory[len(needle)-1-i] = needle[i]
	}
	o.needle = memory[:len(needle)]
	return o
}

// count is how often the needle is in the memory of this process.
func (o *outside) count(t *testing.T) (n int) {
	t.Helper()
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Open("/proc/self/mem")
	if err != nil {
		t.Fatal(err)
	}
	defer self.Close()
	own := fmt.Sprintf("%p", &o.memory[0])
	for line := range strings.Lines(string(maps)) {
		var from, to uint64
		var mode string
		if _, err := fmt.Sscanf(line, "%x-%x %s", &from, &to, &mode); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		var mine uint64
		if _, err := fmt.Sscanf(own, "0x%x", &mine); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(mode, "rw") || from <= mine && mine < to {
			continue
		}
		for at := from; at < to; at += pageSize - uint64(len(o.needle)) {
			read, _ := self.ReadAt(o.page[:min(pageSize, to-at)], int64(at))
			n += bytes.Count(o.page[:read], o.needle)
		}
	}
	return n
}

// leave makes garbage that holds the needle, between objects that stay.
func (o *outside) leave() (kept [][]byte) {
	for size := 48; size < 40<<10; size += 1 + size/7 {
		for i := range 200 << 10 / size {
			object := make([]byte, size)
			if i%3 == 0 {
				kept = append(kept, object)
			} else {
				copy(object[size-len(o.needle):], o.needle)
			}
		}
	}
	var goroutines sync.WaitGroup
	for range 20 {
		goroutines.Go(o.onStack)
	}
	goroutines.Wait()
	return kept
}

//go:noinline
func (o *outside) onStack() {
	var local [512]byte
	copy(local[:], o.needle)
	if bytes.Count(local[:], o.needle) != 1 {
		panic("not on the stack")
	}
}

// What may be left is out of reach: behind the last object of a page in use, and on the stacks of goroutines that run.
func TestScrubLeavesNextToNothingInFreeMemory(t *testing.T) {
	o := newOutside(t, "drowssap elbaliava eerf fo ecalp")
	runtime.GC() // starts its workers, which would go on with the stack of a goroutine that ended
	kept := o.leave()
	before := o.count(t)
	crypto.Scrub()
	after := o.count(t)
	t.Logf("found %d times before, %d times after", before, after)
	if before < 10_000 || after > before/500 {
		t.Errorf("found %d times before, %d times after", before, after)
	}
	for _, object := range kept {
		for _, b := range object {
			if b != 0 {
				t.Fatal("memory in use was overwritten")
			}
		}
	}
}
