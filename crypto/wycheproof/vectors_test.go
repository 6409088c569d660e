// Package wycheproof_test runs vectors that others wrote against package crypto: those of the Wycheproof project for RSA decryption and for
// password-based encryption. It is a module of its own, because the vectors take 109 MB.
package wycheproof_test

import (
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"testing"

	"github.com/c2sp/wycheproof"
)

// hexBytes are bytes that the vector files write in hexadecimal.
type hexBytes []byte

func (h *hexBytes) UnmarshalText(text []byte) error {
	*h = make([]byte, hex.DecodedLen(len(text)))
	_, err := hex.Decode(*h, text)
	return err
}

// vectorFile holds the fields, of both kinds of files, that the tests here use.
type vectorFile struct {
	Algorithm     string
	NumberOfTests int
	TestGroups    []group
}

type group struct {
	Sha, MgfSha     string
	PrivateKeyPem   string
	PrivateKeyPkcs8 hexBytes
	Tests           []vector
}

type vector struct {
	TcID           int
	Result         string // valid, invalid, acceptable
	Msg, Ct, Label hexBytes

	Password, Salt, Iv hexBytes
	IterationCount     int
}

// load reads the files that match a pattern, and fails when one lost tests on the way.
func load(t *testing.T, pattern string) map[string]vectorFile {
	t.Helper()
	names, err := fs.Glob(wycheproof.TestVectors, pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("no files match %s: %v", pattern, err)
	}
	files := make(map[string]vectorFile, len(names))
	for _, name := range names {
		data, err := fs.ReadFile(wycheproof.TestVectors, name)
		if err != nil {
			t.Fatal(err)
		}
		var file vectorFile
		if err := json.Unmarshal(data, &file); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		count := 0
		for _, g := range file.TestGroups {
			count += len(g.Tests)
		}
		if count != file.NumberOfTests {
			t.Fatalf("%s: %d tests, and the file says %d", name, count, file.NumberOfTests)
		}
		files[name] = file
	}
	return files
}
