package main

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"
)

// needle is one form in which a secret can lie in memory.
type needle struct {
	what string
	form []byte
}

// find is a needle in a process's memory.
type find struct {
	needle
	at     uint64
	around []byte
}

func (f find) String() string { return fmt.Sprintf("%s at %#x: %q", f.what, f.at, f.around) }

// scan looks for needles in all memory that a process can write to, but for the registers that the system saves there when a thread gets a
// signal: what was being copied at that moment stays until the next signal, out of reach.
func scan(t *testing.T, pid int, needles []needle) (finds []find) {
	t.Helper()
	for base, region := range writable(t, pid) {
		for _, f := range search(region, base, needles, 40) {
			if !inSavedRegisters(region, int(f.at-base)) {
				finds = append(finds, f)
			}
		}
	}
	return finds
}

// inSavedRegisters reports whether a place is in such an area, which has a mark (FP_XSTATE_MAGIC1) after its first registers.
func inSavedRegisters(region []byte, at int) bool {
	const markAt, size = 464, 2696
	from := max(0, at-size+markAt)
	i := bytes.LastIndex(region[from:min(len(region), at+markAt)], []byte("SXPF"))
	return i >= 0 && at >= from+i-markAt
}

// writable gives the memory that a process can write to, by address.
func writable(t *testing.T, pid int) map[uint64][]byte {
	t.Helper()
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		t.Fatal(err)
	}
	memory, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	regions, total := map[uint64][]byte{}, 0
	for line := range strings.Lines(string(maps)) {
		var from, to uint64
		var mode string
		if _, err := fmt.Sscanf(line, "%x-%x %s", &from, &to, &mode); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if !strings.HasPrefix(mode, "rw") {
			continue
		}
		region := make([]byte, to-from)
		n, _ := memory.ReadAt(region, int64(from)) // it may be gone by now
		regions[from], total = region[:n], total+n
	}
	if total < 1<<20 {
		t.Fatalf("only %d bytes can be read", total)
	}
	return regions
}

// search looks for needles in a region that begins at base, and gives each with what is around it.
func search(region []byte, base uint64, needles []needle, around int) (finds []find) {
	const page = 4096 // most are empty
	for at := 0; at < len(region); {
		end := at
		for end < len(region) && !empty(region[end:min(end+page, len(region))]) {
			end += page
		}
		end = min(end, len(region))
		for _, n := range needles {
			for from := at; ; from++ {
				i := bytes.Index(region[from:end], n.form)
				if i < 0 {
					break
				}
				from += i
				near := region[max(0, from-around):min(len(region), from+len(n.form)+around)]
				finds = append(finds, find{n, base + uint64(from), bytes.Clone(near)})
			}
		}
		at = end + page
	}
	return finds
}

var zeros [4096]byte

func empty(page []byte) bool { return bytes.Equal(page, zeros[:len(page)]) }

// digitForms are a number as it comes, as it is drawn, and as it goes to a terminal's clipboard: each whole, and its second half.
func digitForms(what, digits string) []needle {
	size := 4
	if len(digits) == 6 {
		size = 3
	}
	var groups []string
	for group := range slices.Chunk([]byte(digits), size) {
		groups = append(groups, string(group))
	}
	var all []needle
	for form, text := range map[string]string{
		"": digits, " grouped": strings.Join(groups, " "), " in base64": base64.StdEncoding.EncodeToString([]byte(digits)),
	} {
		all = append(all, needle{what + form, []byte(text)})
		if len(digits) > 8 {
			all = append(all, needle{"the end of " + what + form, []byte(text[len(text)/2:])})
		}
	}
	return all
}

// cvvForms are a CVV with what stands before it where it comes and where it is drawn: three digits alone are everywhere.
func cvvForms(what, cvv string) []needle {
	return []needle{
		{what + " in JSON", []byte(`"cvv":"` + cvv)}, {what + " drawn", []byte("\x1b[1m" + cvv)}, {what + " drawn", []byte("CVV         \x1b[m\x1b[1m" + cvv)},
	}
}

// textForms are the pieces of a long text.
func textForms(what, text string) []needle {
	var all []needle
	for piece := range slices.Chunk([]byte(text), 16) {
		if len(piece) == 16 {
			all = append(all, needle{what, piece})
		}
	}
	if len(all) == 0 {
		return []needle{{what, []byte(text)}}
	}
	return all
}

// keyForms are pieces of the private numbers of a key, in the order of DER and in that of the machine, and the lines of its PEM.
func keyForms(key *rsa.PrivateKey) ([]needle, error) {
	var all []needle
	for what, number := range map[string]*big.Int{
		"D": key.D, "P": key.Primes[0], "Q": key.Primes[1], "Dp": key.Precomputed.Dp, "Dq": key.Precomputed.Dq, "Qinv": key.Precomputed.Qinv,
	} {
		forward := number.Bytes()
		backward := slices.Clone(forward)
		slices.Reverse(backward)
		for _, at := range []int{8, len(forward) / 2, len(forward) - 32} {
			all = append(all, needle{"the key's " + what, forward[at : at+16]}, needle{"the key's " + what + " in words", backward[at : at+16]})
		}
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	lines := bytes.Split(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), []byte("\n"))
	for _, line := range lines[len(lines)/2 : len(lines)-3] { // the first ones are the modulus, which is public
		all = append(all, needle{"the key's PEM", line})
	}
	return all, nil
}
