package clip

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"time"

	"cardwallet/client/private"
)

const claimPrefix = "clipboard-"

// claim is a file that says who put the newest value on one clipboard, among all runs of the program: it holds the id of that copy. Only
// the one who copied last clears a clipboard that cannot be read, and only the cleaner of that copy goes on.
type claim struct{ path, id string }

func newClaim(dir, target string) claim {
	if dir == "" {
		return claim{}
	}
	sum := sha256.Sum256([]byte(target))
	return claim{path: filepath.Join(dir, claimPrefix+hex.EncodeToString(sum[:8])), id: rand.Text()}
}

// take makes the claim ours. If the file cannot be written, everybody takes the claim for their own: it is better to clear twice than
// never.
func (c claim) take() {
	if c.path == "" {
		return
	}
	c.sweep()
	_ = private.ReplaceSoon(c.path, []byte(c.id))
}

// longOver is the age of a claim whose value nobody clears any more: clear_after is an hour at most.
const longOver = 2 * time.Hour

// sweep removes what was left of copies that had no cleaner: those end with the terminal or the command.
func (c claim) sweep() {
	paths, _ := filepath.Glob(filepath.Join(filepath.Dir(c.path), claimPrefix+"*")) // only a bad pattern fails
	for _, path := range paths {
		if info, err := os.Lstat(path); err == nil && time.Since(info.ModTime()) > longOver {
			_ = os.Remove(path)
		}
	}
}

// mine reports whether nobody copied since.
func (c claim) mine() bool {
	if c.path == "" {
		return true
	}
	now, err := private.ReadFile(c.path, 64)
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
	default:
		return "terminal " + terminalName()
	}
}
