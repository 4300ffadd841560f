#pragma once

#include "widgets/map/details_view.h"

namespace forewatch {

class Exploration;

/// The *Details* panel: tells of the exploration's selection, filters to it, clears it.
class DetailsPanel : public DetailsView
{
    Q_OBJECT

public:
    /// `exploration` must outlive it.
    explicit DetailsPanel(Exploration *exploration, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void tell();
    void filterToSelection();

    Exploration *m_exploration;
};

} // namespace forewatch
