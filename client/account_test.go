package client

import (
	"errors"
	"testing"
)

func TestAReadOnlyAccountNamesWhatMadeItSo(t *testing.T) {
	for by, want := range map[string]string{
		"":                     "fin: the profile is read-only\nremove read_only from the profile in the config to allow it",
		"CARDWALLET_READ_ONLY": "fin: the profile is read-only\nunset CARDWALLET_READ_ONLY, which makes every profile read-only, to allow it",
	} {
		err := Account{Profile: "fin", ReadOnly: true, ReadOnlyBy: by}.MayChange()
		if err == nil || err.Error() != want || !errors.Is(err, ErrReadOnly) {
			t.Errorf("by %q: %v", by, err)
		}
	}
	if err := (Account{Profile: "fin"}).MayChange(); err != nil {
		t.Errorf("one that is not read-only: %v", err)
	}
}
