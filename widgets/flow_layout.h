#pragma once

#include <QLayout>

#include <memory>
#include <vector>

namespace forewatch {

/// Lays widgets out like the words of a sentence: from left to right, each line centred on its tallest word, going on
/// in the next line where the width ends. A word whose policy
/// expands takes what is left of its line.
class FlowLayout : public QLayout
{
public:
    FlowLayout(int wordSpacing, int lineSpacing, QWidget *parent = nullptr);
    ~FlowLayout() override;

    void addItem(QLayoutItem *item) override;
    int count() const override { return static_cast<int>(m_items.size()); }
    QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSize() const override;
    void setGeometry(const QRect &rect) override;

private:
    /// Returns the height that was needed.
    int layOut(const QRect &outer, bool apply) const;

    int m_wordSpacing;
    int m_lineSpacing;
    std::vector<std::unique_ptr<QLayoutItem>> m_items;
};

} // namespace forewatch
