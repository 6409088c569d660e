package edit

import (
	"fmt"
	"strconv"
	"strings"

	"cardwallet/config"
)

// Value writes what a person types for a setting as TOML: several texts only where it takes a list. Whether the setting takes the value is
// looked at when the file is written.
func Value(s config.Setting, texts ...string) (Literal, error) {
	list := s.Kind == config.KindList || s.Kind == config.KindKeys
	if len(texts) == 0 || len(texts) > 1 && !list {
		return "", fmt.Errorf("%s is %s: give one value, in quotes where it has blanks", s.Name, s.Kind)
	}
	switch text := strings.TrimSpace(texts[0]); {
	case s.Kind == config.KindSwitch:
		on, err := strconv.ParseBool(text)
		if err != nil {
			return "", fmt.Errorf("%s must be true or false", s.Name)
		}
		return Bool(on), nil
	case s.Kind == config.KindNumber:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return "", fmt.Errorf("%s must be a whole number", s.Name)
		}
		return Int(n), nil
	case list:
		return List(texts...), nil
	}
	return Text(texts[0]), nil
}
