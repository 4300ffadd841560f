#pragma once

#include "widgets/layers/layer_form.h"

#include <QDialog>

class QDialogButtonBox;
class QLabel;

namespace forewatch {

/// Asks for a layer's name and settings.
class LayerDialog : public QDialog
{
    Q_OBJECT

public:
    /// A spec without a name is a new layer, which gets one that says what it shows; one without settings begins with its
    /// kind's own. Areas are looked for in `areas` at first. Throws `Error` for settings that the kind does not have.
    LayerDialog(const LayerSpec &spec, const QString &areas, QWidget *parent = nullptr);

    LayerSpec spec() const;
    LayerForm *form() const { return m_form; }

private:
    void showState();

    LayerSpec m_spec;
    LayerForm *m_form;
    QLineEdit *m_name;
    QLabel *m_problem;
    QDialogButtonBox *m_buttons;
};

/// As menus say it: `Points…`.
QString layerKindText(LayerSpec::Kind kind);

} // namespace forewatch
