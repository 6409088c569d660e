package sqlite_test

import (
	"errors"
	"io"
	"os"
	"testing"

	"cardwallet/client"
)

// A copy that SQLite made, as the document says, is a journal like any other.
func TestARestoredCopyIsUsed(t *testing.T) {
	t.Parallel()
	path := filled(t, 1)
	copied := path + ".copy"
	if _, err := raw(t, path).Exec("VACUUM INTO ?", copied); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(path), os.Rename(copied, path), os.Chmod(path, 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, err := raw(t, path).Exec("PRAGMA journal_mode = DELETE"); err != nil { // as some tools leave it
		t.Fatal(err)
	}
	j := open(t, path)
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	if _, err := j.Move(t.Context(), account(i), intent("25")); !errors.Is(err, client.ErrRepeat) {
		t.Errorf("the same again: %v", err)
	}
	if m, err := j.Move(t.Context(), account(i), intent("26")); err != nil {
		t.Errorf("%v, %v", m, err)
	}
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
