package clip

import "errors"

// writeExcluded copies with the hint for clipboard histories. There is nothing to hide in an empty text.
func writeExcluded(text string) error {
	if text == "" {
		return errors.ErrUnsupported
	}
	return conceal(text)
}
