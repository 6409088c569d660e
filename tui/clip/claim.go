package clip

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
)

// claim says whose the newest value on one clipboard is, among all runs of the program: a file that holds the id of the one who
// copied last. A clipboard that cannot be read is cleared by that one only, and its cleaner is the only one that goes on.
type claim struct{ path, id string }

func newClaim(dir, target string) claim {
	if dir == "" {
		return claim{}
	}
	sum := sha256.Sum256([]byte(target))
	return claim{path: filepath.Join(dir, "clipboard-"+hex.EncodeToString(sum[:8])), id: rand.Text()}
}

// take makes the claim ours. Where the file cannot be written every claim is good: better cleared twice than never.
func (c claim) take() {
	if c.path == "" {
		return
	}
	temporary := c.path + "." + c.id
	if os.WriteFile(temporary, []byte(c.id), 0o600) != nil || os.Rename(temporary, c.path) != nil {
		_ = os.Remove(temporary)
	}
}

// mine reports whether nobody copied since.
func (c claim) mine() bool {
	if c.path == "" {
		return true
	}
	now, err := os.ReadFile(c.path)
	return err != nil || string(now) == c.id
}

// release removes the file unless somebody copied since.
func (c claim) release() {
	if c.path != "" && c.mine() {
		_ = os.Remove(c.path)
	}
}

// target tells clipboards apart: one for each display, and one for each terminal.
func target(c Copy, getenv func(string) string) string {
	switch c.Via {
	case System:
		return "system " + getenv("WAYLAND_DISPLAY") + " " + getenv("DISPLAY")
	case Tmux, Passthrough:
		return "tmux " + getenv("TMUX") + " " + c.client
	case Screen:
		return "screen " + getenv("STY")
	}
	return "terminal " + terminalName()
}
