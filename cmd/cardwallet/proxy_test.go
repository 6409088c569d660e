//go:build unix

package main

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// TestPlainHTTPNeverGoesThroughAProxy: what goes in the clear to this machine holds the key. However the name of this machine is written,
// a proxy that the environment names gets not one connection.
func TestPlainHTTPNeverGoesThroughAProxy(t *testing.T) {
	t.Parallel()
	_, config, card := askingBox(t)
	proxy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer proxy.Close()
	var asked atomic.Int32
	go func() { // ends with the listener
		for {
			c, err := proxy.Accept()
			if err != nil {
				return
			}
			asked.Add(1)
			_ = c.Close()
		}
	}()
	original, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	program := linkProgram(t, t.TempDir(), "cardwallet")
	for _, host := range []string{"127.0.0.1", "localhost", "LOCALHOST", "LocalHost", "[::ffff:127.0.0.1]"} {
		text := strings.ReplaceAll(string(original), "http://127.0.0.1:", "http://"+host+":")
		if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"--profile", "ads", "cards", "show", card}, {"--profile", "fin", "balances"},
			{"topup", card, "20", "--yes", "--repeat"}} {
			cmd := exec.Command(program, args...)
			cmd.Args[0] = "cardwallet"
			cmd.Env = []string{"HOME=" + t.TempDir(), "CARDWALLET_CONFIG=" + config, "CARDWALLET_STATE=" + filepath.Join(t.TempDir(), "state"),
				"HTTP_PROXY=http://" + proxy.Addr().String(), "http_proxy=http://" + proxy.Addr().String(), "ALL_PROXY=http://" + proxy.Addr().String()}
			var said bytes.Buffer
			cmd.Stderr = &said
			if err := cmd.Run(); err != nil {
				t.Errorf("%s: cardwallet %q: %v\n%s", host, args, err, said.String())
			}
		}
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("the proxy got %d connections", n)
	}
}
